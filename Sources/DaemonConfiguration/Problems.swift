/// Collects errors while reading goes on, so that one run tells all of them.
struct Problems {
    private(set) var errors: [ConfigurationError] = []
    private var counts: [String?: Int] = [:]

    /// Errors that are told of one file; a file of noise could have thousands.
    static let limit = 100

    mutating func report(_ message: String, at place: Place) {
        report(ConfigurationError(place: place, message: message))
    }

    mutating func report(_ error: ConfigurationError) {
        counts[error.place.file, default: 0] += 1
        switch counts[error.place.file, default: 0] {
        case ...Self.limit: errors.append(error)
        case Self.limit + 1:
            errors.append(ConfigurationError(place: error.place, message: "more is wrong from here on; this is enough"))
        default: break
        }
    }

    /// In the order of `files`, then of lines and columns, then as reported.
    func sorted(by files: [String]) -> [ConfigurationError] {
        var ranks: [String: Int] = [:]
        for file in files where ranks[file] == nil { ranks[file] = ranks.count }
        func position(_ index: Int) -> (Int, Int, Int, Int) {
            let place = errors[index].place
            return (place.file.flatMap { ranks[$0] } ?? ranks.count, place.line, place.column, index)
        }
        return errors.indices.sorted { position($0) < position($1) }.map { errors[$0] }
    }
}
