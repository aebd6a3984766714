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

let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
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
            name: "Prefork", dependencies: ["PoolPolicy", "LinuxSystem", "CLinux", systemPackage],
            swiftSettings: settings),
        .target(
            name: "Handlers", dependencies: ["Prefork", "LinuxSystem", systemPackage],
            swiftSettings: settings),
        .target(name: "CTOML"),
        .target(
            name: "DaemonConfiguration",
            dependencies: ["CTOML", "Prefork", "PoolPolicy", "LinuxSystem", systemPackage],
            swiftSettings: settings),

        // Assembly and entry.
        .target(
            name: "Daemon",
            dependencies: [
                "DaemonConfiguration", "Handlers", "Prefork", "PoolPolicy", "Systemd", "LinuxSystem",
                logging, systemPackage,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "preforkd", dependencies: ["Daemon", "DaemonConfiguration", "LinuxSystem", "Prefork", argumentParser],
            swiftSettings: settings),
        .executableTarget(
            name: "preforkctl", dependencies: ["LinuxSystem", "Prefork", argumentParser, systemPackage],
            swiftSettings: settings),
        .executableTarget(
            name: "journal-fixture", dependencies: ["Systemd", "LinuxSystem", logging, systemPackage],
            path: "Tests/Fixtures/journal-fixture", swiftSettings: settings),
        .testTarget(
            name: "SystemdTests", dependencies: ["Systemd", "LinuxSystem", logging, systemPackage],
            swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)
