// Where this screen stands, in bold.
SignLine {
    bold: true
}
