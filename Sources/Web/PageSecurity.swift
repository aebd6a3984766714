/// What a browser is told not to do with the page: load anything from elsewhere, run anything that is no file of its
/// own, show it inside of another page, or tell others where it was.
enum PageSecurity {
    static let fields: [(name: String, value: String)] = [
        ("Content-Security-Policy", policy.joined(separator: "; ")),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        // Where the browser knows them, no text becomes markup, not even by a mistake of the script.
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ]
}
