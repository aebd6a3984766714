import Testing

@testable import LinuxSystem

@Suite("The program that another needs to run")
struct ProgramInterpreterTests {
    @Test("a dynamic program names its linker, and the linker none")
    func linker() throws {
        let program = try FileContents.read("/bin/true", limit: 1 << 22)
        let linker = try #require(ProgramInterpreter.linker(program[...]))
        #expect(FileContents.exists(linker))
        let itself = try FileContents.read(linker, limit: 1 << 22)
        #expect(ProgramInterpreter.linker(itself[...]) == nil)
        #expect(ProgramInterpreter.script(program[...]) == nil)
    }

    @Test("a file that is cut, or lies of its parts, names none and harms nobody")
    func broken() throws {
        let program = Array(try FileContents.read("/bin/true", limit: 1 << 22).prefix(4_096))
        for length in 0..<1_024 { _ = ProgramInterpreter.linker(program[..<length]) }
        for index in 0..<1_024 {
            var other = program
            other[index] = 0xFF
            _ = ProgramInterpreter.linker(other[...])
        }
        var entries = program
        entries.replaceSubrange(32..<40, with: [UInt8](repeating: 0xFF, count: 8))
        #expect(ProgramInterpreter.linker(entries[...]) == nil)
    }
}
