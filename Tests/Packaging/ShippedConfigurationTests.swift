import Testing

@testable import DaemonConfiguration

@Suite("The shipped configuration")
struct ShippedConfigurationTests {
    @Test("is right, and preforkd says so")
    func check() throws {
        let file = DocumentsTree.path(ShippedExample.file)
        let answer = try DocumentsProgram.ours("preforkd").run("--config", file, "--check")
        #expect(answer.status == 0 && answer.output == "\(file): ok\n" && answer.error == "", "\(answer)")
    }

    @Test("is the built-in default written out, with nothing beside it in effect")
    func builtIn() throws {
        let file = DocumentsTree.path(ShippedExample.file)
        let plan = try LoadedPlan.load(mainFile: file).plan
        #expect(plan.sources == [file])
        #expect(plan.withoutPlaces == .builtIn)
    }

    @Test(
        "each part that is commented out may be put in effect; in a section that is, it shows the default, if there is one",
        arguments: try ShippedExample.all())
    func example(_ example: ShippedExample) throws {
        let plan = try LoadedPlan.loading(ShippedExample.text(with: [example])).plan
        if example.isSection {
            #expect(plan.services.count == DaemonPlan.builtIn.services.count + 1)
        } else {
            var expected = DaemonPlan.builtIn
            // Unset unless somebody sets it, it shows what it may be.
            expected.controlGroup = plan.controlGroup
            #expect(plan.withoutPlaces == expected)
        }
    }

    @Test("shows every key there is, and all of its parts may be in effect together")
    func complete() throws {
        let origins = try LoadedPlan.loading(ShippedExample.text(with: ShippedExample.all())).origins
        let shown = Set(origins.daemon.keys).union(origins.services.values.flatMap(\.values.keys))
        #expect(Set(KeyDocument.all.map(\.name)).subtracting(shown) == [])
    }
}
