import LinuxSystem
import SystemPackage

extension ServicePlan {
    /// Looks up what the service names in the file system, as its workers will: from the root that they have.
    func lookUpPaths(_ section: Section<ServicePlan>, _ problems: inout Problems) {
        guard !section.rejected.contains("chroot") else { return }
        do throws(Errno) {
            try lookUp(below: try identity.chroot.map(RootFolder.init) ?? .system, section, &problems)
        } catch {
            let words = error == .notDirectory ? "it is no folder" : error.description
            report("chroot", identity.chroot ?? "", words, at: section.written["chroot"]?.node.place, &problems)
        }
    }

    private func lookUp(
        below root: consuming RootFolder, _ section: Section<ServicePlan>, _ problems: inout Problems
    ) throws(Errno) {
        if let directory = identity.directory, let words = root.objection(toFolder: directory) {
            report("directory", directory, words, at: section.written["directory"]?.node.place, &problems)
        }
        if let program = handler.programPath, let words = ProgramFile.objection(to: program, in: root) {
            let place = section.written["command"]?.node.elements.first?.place
            report("command", program, words, verb: "can't run ", at: place, &problems)
        }
    }

    private func report(
        _ key: String, _ path: String, _ words: String, verb: String = "", at place: Place?,
        _ problems: inout Problems
    ) {
        let below = key == "chroot" ? nil : identity.chroot.map { " in the chroot \(Escaping.quoted($0))" }
        problems.report(
            "\"\(key)\": \(verb)\(Escaping.quoted(path))\(below ?? ""): \(Escaping.printable(words))",
            at: place ?? self.place)
    }
}
