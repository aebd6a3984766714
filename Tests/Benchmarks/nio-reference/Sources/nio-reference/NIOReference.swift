import NIOCore
import NIOPosix

/// An event-driven server in Swift, of two threads: what the same language does with the other design.
///
///     nio-reference PORT greeting|echo
@main
enum NIOReference {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 3, let port = Int(words[1]), ["greeting", "echo"].contains(words[2]) else {
            fatalError("usage: \(words[0]) PORT greeting|echo")
        }
        let greets = words[2] == "greeting"
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let channel = try ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            // The greeting reads nothing, as that of every other server.
            .childChannelOption(.autoRead, value: !greets)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if greets {
                        try channel.pipeline.syncOperations.addHandler(Greeting())
                    } else {
                        try channel.pipeline.syncOperations.addHandler(Echo())
                    }
                }
            }
            .bind(host: "127.0.0.1", port: port).wait()
        try channel.closeFuture.wait()
    }
}

/// Says one line and closes.
private final class Greeting: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private static let message = ByteBuffer(string: "Smile from the server\n")

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(Self.message), promise: nil)
        context.close(promise: nil)
    }
}

/// Sends back what it is sent, until the client closes.
private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(data, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
