import Testing

@Suite("Whether stderr is the journal")
struct JournalStreamTests {
    @Test(
        "it is when the variable names the file of descriptor 2, and no other",
        arguments: [(device: "0", inode: "0", expected: "true"), ("0", "1", "false"), ("1", "0", "false")])
    func names(device: String, inode: String, expected: String) throws {
        #expect(try Fixture.run("stream", device, inode).lines == [expected])
    }

    @Test("it is not when the variable makes no sense", arguments: ["", "7", "7:", ":7", "seven:8", "-1:8", "7:8:9"])
    func malformed(variable: String) throws {
        #expect(try Fixture.run("stream", variable).lines == ["false"])
    }

    @Test("it is not when stderr is closed")
    func closed() throws {
        #expect(try Fixture.run("stream", "0:0", closesStandardError: true).lines == ["false"])
    }
}
