import TestSupport
import Testing

@Suite("What tests need of the machine")
struct NeedTests {
    @Test("where it is there the test runs, and where it is missing it is skipped, but in CI it fails")
    func missing() throws {
        let (met, unmet) = (Need("nothing") { true }, Need("the moon") { false })
        for inCI in [false, true] { #expect(try met.allows(inCI: inCI)) }
        #expect(try !unmet.allows(inCI: false))
        let error = #expect(throws: Need.Missing.self) { try unmet.allows(inCI: true) }
        #expect(error?.description == "MISSING IN CI: the moon")
    }

    @Test("what a container has not got for good fails nowhere")
    func optional() throws {
        let unmet = Need("the moon", isOptional: true) { false }
        for inCI in [false, true] { #expect(try !unmet.allows(inCI: inCI)) }
    }

    @Test("a program is looked up as a shell does, and is not run")
    func programs() {
        #expect(Need.isInstalled("sh") && Need.isInstalled("/bin/sh"))
        #expect(!Need.isInstalled("no-such-program") && !Need.isInstalled("/etc/passwd"))
    }
}
