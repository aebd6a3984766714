internal import LinuxSystem

/// What keeps the workers of a service from running its program, as whom and where they are.
struct UnrunnableProgram: Error, CustomStringConvertible {
    let description: String

    static func check(_ program: String) throws(UnrunnableProgram) {
        guard let objection = ProgramFile.objection(to: program) else { return }
        throw UnrunnableProgram(description: "its workers can't run \"\(program)\": \(objection)")
    }
}
