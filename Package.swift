// swift-tools-version: 6.2

import PackageDescription

var settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
// A developer with a newer compiler is not stopped by its new warnings; CI is.
if Context.environment["CI"] != nil {
    settings.append(.treatAllWarnings(as: .error))
}

// Every call into a library is resolved before the fork. Else each worker does it again, in pages of its own.
let boundAtStart = [LinkerSetting.unsafeFlags(["-Xlinker", "-z", "-Xlinker", "now"])]

let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "preforkd",
    products: [
        .executable(name: "preforkd", targets: ["preforkd"]),
        .executable(name: "preforkctl", targets: ["preforkctl"]),
        .library(name: "Prefork", targets: ["Prefork"]),
        .library(name: "Systemd", targets: ["Systemd"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    ],
    targets: [
        // Ground: what the system and the policy are, each without the other.
        .target(name: "CLinux"),
        .target(name: "LinuxSystem", dependencies: ["CLinux", systemPackage], swiftSettings: settings),
        .target(name: "PoolPolicy", swiftSettings: settings),

        // Features: each on the ground, none on another but on the library.
        .systemLibrary(
            name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .target(
            name: "Systemd", dependencies: ["CSystemd", "LinuxSystem", logging, systemPackage],
            swiftSettings: settings),
        .target(
            name: "Prefork", dependencies: ["PoolPolicy", "LinuxSystem", "CLinux", deque, systemPackage],
            swiftSettings: settings),
        .target(
            name: "Handlers", dependencies: ["Prefork", "LinuxSystem", systemPackage],
            swiftSettings: settings),
        .target(name: "CTOML"),
        .target(
            name: "DaemonConfiguration",
            dependencies: ["CTOML", "Prefork", "PoolPolicy", "LinuxSystem", systemPackage],
            swiftSettings: settings),

        .target(name: "Control", dependencies: ["LinuxSystem", systemPackage], swiftSettings: settings),

        // What a browser or a scraper sees of the daemon: a feature on two others.
        .target(
            name: "Web", dependencies: ["Control", "Prefork", "LinuxSystem", systemPackage],
            // In the program and not beside it, which stays one file.
            resources: [.embedInCode("Page")],
            swiftSettings: settings),

        // Assembly and entry.
        .target(
            name: "Daemon",
            dependencies: [
                "Control", "DaemonConfiguration", "Handlers", "Prefork", "PoolPolicy", "Systemd", "LinuxSystem",
                "Web", logging, systemPackage,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "preforkd",
            dependencies: ["Daemon", "DaemonConfiguration", "LinuxSystem", "Prefork", argumentParser],
            swiftSettings: settings, linkerSettings: boundAtStart),
        .executableTarget(
            name: "preforkctl", dependencies: ["Control", "LinuxSystem", "Prefork", argumentParser, systemPackage],
            swiftSettings: settings),

        // The benchmark, and the load that it and the tests make.
        .target(
            name: "LoadClient", dependencies: ["CLinux", "LinuxSystem", systemPackage], path: "Tests/LoadClient",
            swiftSettings: settings),
        .testTarget(
            name: "LoadClientTests", dependencies: ["LoadClient", "Prefork", "LinuxSystem", systemPackage],
            path: "Tests/LoadClientTests", swiftSettings: settings),
        .target(
            name: "Benchmark", dependencies: ["LoadClient", "CLinux", "LinuxSystem", systemPackage],
            path: "Tests/Benchmarks/Benchmark", swiftSettings: settings),
        .executableTarget(name: "c-reference", path: "Tests/Benchmarks/c-reference"),
        .executableTarget(
            name: "preforkd-benchmark",
            dependencies: ["Benchmark", "c-reference", "preforkctl", "preforkd", "LinuxSystem", argumentParser],
            path: "Tests/Benchmarks/preforkd-benchmark", swiftSettings: settings),
        .executableTarget(
            name: "preforkd-supervisor-cost",
            dependencies: ["Benchmark", "Prefork", "PoolPolicy", "LinuxSystem", systemPackage],
            path: "Tests/Benchmarks/SupervisorCost", swiftSettings: settings),
        .testTarget(
            name: "BenchmarkTests", dependencies: ["Benchmark", "LoadClient", "LinuxSystem"],
            path: "Tests/Benchmarks/BenchmarkTests", swiftSettings: settings),

        // Tests: a target for each module, the programs that they start, and the daemon as a whole.
        .target(
            name: "TestSupport", dependencies: ["LinuxSystem", systemPackage], path: "Tests/TestSupport",
            swiftSettings: settings),
        .testTarget(name: "PoolPolicyTests", dependencies: ["PoolPolicy"], swiftSettings: settings),
        .testTarget(
            name: "LinuxSystemTests", dependencies: ["LinuxSystem", "TestSupport", systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "SystemdTests",
            dependencies: ["Systemd", "LinuxSystem", "journal-fixture", "TestSupport", logging, systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "PreforkTests",
            dependencies: [
                "Prefork", "PoolPolicy", "LinuxSystem", "example-activated", "example-upper", "TestSupport",
                systemPackage,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HandlersTests", dependencies: ["Handlers", "Prefork", "LinuxSystem", "TestSupport", systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "ControlTests", dependencies: ["Control", "LinuxSystem", "PoolPolicy", "TestSupport", systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "WebTests",
            dependencies: ["Web", "Control", "Prefork", "PoolPolicy", "LinuxSystem", "TestSupport", systemPackage],
            swiftSettings: settings),
        .testTarget(
            name: "DaemonConfigurationTests",
            dependencies: ["DaemonConfiguration", "Prefork", "PoolPolicy", "LinuxSystem", "TestSupport"],
            swiftSettings: settings),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "Control", "Daemon", "DaemonConfiguration", "Prefork", "PoolPolicy", "LinuxSystem", "Systemd",
                "TestSupport", systemPackage,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "EndToEnd",
            dependencies: [
                "preforkd", "preforkctl", "faulty-successor", "slow-start", "trapping", "Control", "LoadClient",
                "Prefork", "LinuxSystem", "TestSupport",
                systemPackage,
            ],
            path: "Tests/EndToEnd", swiftSettings: settings),
        .testTarget(
            name: "Packaging",
            dependencies: [
                "preforkd", "preforkctl", "slow-start", "Control", "Daemon", "DaemonConfiguration", "Prefork",
                "PoolPolicy", "LinuxSystem", "LoadClient", "TestSupport", "CLinux", systemPackage,
            ],
            path: "Tests/Packaging", exclude: ["Machine/boot"], swiftSettings: settings),
        .testTarget(name: "Layering", dependencies: ["LinuxSystem"], path: "Tests/Layering", swiftSettings: settings),
        .executableTarget(
            name: "journal-fixture", dependencies: ["Systemd", "LinuxSystem", logging, systemPackage],
            path: "Tests/Fixtures/journal-fixture", swiftSettings: settings),
        .executableTarget(
            name: "example-upper", dependencies: ["Prefork"], path: "Tests/Fixtures/example-upper",
            packageAccess: false, swiftSettings: settings),
        // Outside of the package's access, as what a user of the libraries writes.
        .executableTarget(
            name: "example-activated", dependencies: ["Prefork", "Systemd"],
            path: "Tests/Fixtures/example-activated", packageAccess: false, swiftSettings: settings),
        .executableTarget(
            name: "slow-start", dependencies: ["Daemon", "DaemonConfiguration", "Prefork", "LinuxSystem"],
            path: "Tests/Fixtures/slow-start", swiftSettings: settings),
        .executableTarget(
            name: "faulty-successor", dependencies: ["Daemon", "DaemonConfiguration", "Prefork", "LinuxSystem"],
            path: "Tests/Fixtures/faulty-successor", swiftSettings: settings),
        .executableTarget(
            name: "trapping", dependencies: ["Daemon", "DaemonConfiguration", "Prefork"],
            path: "Tests/Fixtures/trapping", swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
