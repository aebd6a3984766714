import LinuxSystem

/// SwiftNIO, with two threads: the event-driven design in the same language.
package struct NIOReference: Server {
    package let name = "SwiftNIO, two threads"
    /// A package of its own beside this one, which whoever wants to compare builds.
    private static let package =
        String(#filePath.dropLast("/Benchmark/Servers/NIOReference.swift".count)) + "/nio-reference"
    private let program = "\(Self.package)/.build/release/nio-reference"

    package init() {}

    package var needs: [Need] {
        [Need(program, from: "swift build -c release --static-swift-stdlib --package-path \(Self.package)")]
    }

    package func does(_ work: Work) -> Bool { work.handler != .program }

    package func commandLine(for work: Work, at place: ServerPlace) -> [String] {
        [program, "\(place.port)", work.handler.rawValue]
    }
}
