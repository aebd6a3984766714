import LinuxSystem
import Testing

@testable import Web

@Suite("The files of the page")
struct PageFileTests {
    private static let folder =
        String(#filePath.dropLast("Tests/WebTests/PageFileTests.swift".count)) + "Sources/Web/Page"
    private static let page = StatusPage(status: nil, events: []).html.description

    @Test("are all served, as they are in the tree, and no others")
    func all() throws {
        #expect(
            PageFile.all.map { String($0.path.dropFirst()) }.sorted()
                == (try FileContents.names(in: Self.folder)).sorted())
        for file in PageFile.all {
            #expect(try FileContents.read(Self.folder + file.path, limit: 1 << 20) == file.bytes, "\(file.path)")
        }
    }

    @Test("name no others, neither of the same server nor of another")
    func references() throws {
        var named: Set<String> = []
        for text in [Self.page] + PageFile.all.map({ String(decoding: $0.bytes, as: UTF8.self) }) {
            for mark in ["src=\"", "href=\"", "from \"./", "import \"./", "fetch(\"", "url("] {
                for part in text.split(separator: mark, omittingEmptySubsequences: false).dropFirst() {
                    named.insert("/" + part.prefix { $0 != "\"" && $0 != ")" })
                }
            }
            let text = text.split(separator: "http://www.w3.org/2000/svg").joined()
            #expect(!text.contains("//www") && !text.contains("http:") && !text.contains("https:"))
        }
        #expect(named.subtracting(["/status.json"]) == Set(PageFile.all.map(\.path)))
    }

    @Test("put nothing into the page but text")
    func sinks() {
        for file in PageFile.all where file.type.hasPrefix("text/javascript") {
            let text = String(decoding: file.bytes, as: UTF8.self)
            for sink in [
                "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "setHTML",
            ] {
                #expect(!text.contains(sink), "\(file.path): \(sink)")
            }
        }
    }

    @Test("the page has neither script nor style of its own, which its policy would not let run")
    func inline() {
        #expect(Self.page.split(separator: "<script", omittingEmptySubsequences: false).count == 2)
        for mark in ["<style", "style=\"", "onclick", "onload", "javascript:"] { #expect(!Self.page.contains(mark)) }
        let policy = PageSecurity.fields.first { $0.name == "Content-Security-Policy" }?.value ?? ""
        #expect(policy.hasPrefix("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe") && !policy.contains("http") && !policy.contains("data:"))
    }
}
