/// What a child that was started with posix_spawn said and how it ended.
struct Outcome {
    let output: String
    let status: Int32

    var lines: [String] { output.split(separator: "\n").map(String.init) }
}
