// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever builds preforkd does not build NIO.
let package = Package(
    name: "nio-reference",
    dependencies: [.package(url: "https://github.com/apple/swift-nio", from: "2.101.2")],
    targets: [
        .executableTarget(
            name: "nio-reference",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ])
    ]
)
