"""What central's faces say of devices and alarms: signs, sentences, figures, instants, without drawing any.

Both faces (web page, control room) say it from here, so that they say the same. What may not enter: Qt, HTML.
"""
