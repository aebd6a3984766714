import Prefork
import Testing

@testable import DaemonConfiguration

@Suite("Values of the keys of workers")
struct WorkerValueTests {
    static let bad: [(String, String, String)] = [
        ("max", "\"atuo\"", "must be an integer or \"auto\", not \"atuo\"; did you mean \"auto\"?"),
        ("max", "\"AUTO\"", "must be an integer or \"auto\", not \"AUTO\"; did you mean \"auto\"?"),
        ("max", "\"64\"", "must be an integer or \"auto\", not \"64\""),
        ("max", "\"\"", "must be an integer or \"auto\", not \"\""),
        ("max", "true", "must be an integer or \"auto\", not a boolean"),
        ("max", "1.5", "must be an integer or \"auto\", not a float"),
        ("max", "-1", "must be 1 to 32768, not -1"),
        ("max-connections", "-1", "must be 0 to 1000000000, not -1"),
        ("max-connections", "1000000001", "must be 0 to 1000000000, not 1000000001"),
        ("max-connections", "\"100\"", "must be an integer, not a string"),
        ("max-age", "3600", "carries no unit; write \"3600s\""),
        ("max-age", "\"0s\"", "must be 1s to 365d, not 0s"),
        ("max-age", "\"999ms\"", "must be 1s to 365d, not 999ms"),
        ("max-age", "\"366d\"", "must be 1s to 365d, not 366d"),
        ("max-age", "false", "must be a time such as \"30s\", not a boolean"),
        ("max-unavailable", "0", "must be 1 to 32768, not 0"),
        ("max-unavailable", "32769", "must be 1 to 32768, not 32769"),
        ("max-unavailable", "\"0%\"", "must be 1% to 100%, not \"0%\""),
        ("max-unavailable", "\"101%\"", "must be 1% to 100%, not \"101%\""),
        ("max-unavailable", "\"99999999999999999999%\"", "must be 1% to 100%, not \"99999999999999999999%\""),
        ("max-unavailable", "\"10\"", "must be an integer or a percentage such as \"10%\", not \"10\""),
        ("max-unavailable", "\"%\"", "must be an integer or a percentage such as \"10%\", not \"%\""),
        ("max-unavailable", "\"-5%\"", "must be an integer or a percentage such as \"10%\", not \"-5%\""),
        ("max-unavailable", "\"2.5%\"", "must be an integer or a percentage such as \"10%\", not \"2.5%\""),
        ("max-unavailable", "0.1", "must be an integer or a percentage such as \"10%\", not a float"),
        ("wake", "1", "must be a string, not an integer"),
    ]

    @Test("a wrong one is told with what is right", arguments: bad)
    func refuses(key: String, value: String, reason: String) throws {
        let found = try errors(in: echo("workers.\(key) = \(value)"))
        #expect(found == ["main.toml:4:\(12 + key.utf8.count): \"workers.\(key)\" \(reason)"])
    }

    static let sizes: [(String, String)] = [
        ("64", "carries no unit; write \"64M\""),
        ("\"64\"", "carries no unit; write \"64M\""),
        ("\"99999999999999999999\"", "carries no unit; write \"64M\""),
        ("-5", "must be a number and one of K, M, G, T, such as \"64M\", not \"-5\""),
        ("\"\"", "must be a number and one of K, M, G, T, such as \"64M\", not \"\""),
        ("\"M\"", "must be a number and one of K, M, G, T, such as \"64M\", not \"M\""),
        ("\"64m\"", "must be a number and one of K, M, G, T, such as \"64M\", not \"64m\""),
        ("\"64MB\"", "must be a number and one of K, M, G, T, such as \"64M\", not \"64MB\""),
        ("\"64 M\"", "must be a number and one of K, M, G, T, such as \"64M\", not \"64 M\""),
        ("\"1.5G\"", "must be a number and one of K, M, G, T, such as \"64M\", not \"1.5G\""),
        ("\"0K\"", "must be 256K to 1T, not 0K"),
        ("\"255K\"", "must be 256K to 1T, not 255K"),
        ("\"1025G\"", "must be 256K to 1T, not 1025G"),
        ("\"9999999999T\"", "is far too large: \"9999999999T\""),
        ("\"99999999999999999999K\"", "is far too large: \"99999999999999999999K\""),
        ("true", "must be a size such as \"64M\", not a boolean"),
        ("1.5", "must be a size such as \"64M\", not a float"),
    ]

    @Test("a size carries a unit", arguments: sizes)
    func refusesSize(value: String, reason: String) throws {
        let found = try errors(in: echo("workers.max-memory = \(value)"))
        #expect(found == ["main.toml:4:22: \"workers.max-memory\" \(reason)"])
    }

    @Test(
        "a size is in powers of 1024",
        arguments: [("256K", 262_144), ("512K", 524_288), ("64M", 67_108_864), ("1G", 1 << 30), ("1T", 1 << 40)])
    func readsSize(text: String, bytes: Int) throws {
        #expect(try service(in: echo("workers.max-memory = \"\(text)\"")).workers.recycling.maxMemory == bytes)
    }

    @Test("a waking order is known, or the one that was meant is named")
    func wake() throws {
        #expect(
            try errors(in: echo("workers.wake = \"filo\""))
                == ["main.toml:4:16: unknown waking order \"filo\"; did you mean \"fifo\"?"])
        #expect(try service(in: echo("workers.wake = \"fifo\"")).workers.wake == .fifo)
    }

    @Test("a scheduling policy is known, and is for workers that serve by themselves")
    func scheduling() throws {
        #expect(try service(in: echo("")).scheduling == .other)
        #expect(try service(in: echo("workers.scheduling = \"batch\"")).scheduling == .batch)
        let greeting = "[service.a]\nlisten = \"*:7\"\nhandler = \"greeting\"\nmessage = \"hi\"\n"
        #expect(try service(in: greeting).scheduling == .batch)
        #expect(try service(in: greeting + "workers.scheduling = \"other\"").scheduling == .other)
        #expect(
            try errors(in: echo("workers.scheduling = \"bath\""))
                == ["main.toml:4:22: unknown scheduling policy \"bath\"; did you mean \"batch\"?"])
        #expect(
            try errors(
                in: "[service.a]\nlisten = \"*:7\"\nhandler = \"program\"\ncommand = [\"/bin/true\"]\n"
                    + "workers.scheduling = \"batch\"\n")
                == ["main.toml:5:9: \"workers.scheduling\" is not used by handler \"program\""])
    }
}
