extension Exposition.Family {
    /// How samples of this family may be called.
    var sampleNames: [String] {
        kind == "histogram" ? ["_bucket", "_sum", "_count"].map { name + $0 } : [name]
    }

    /// Each of its histograms has buckets with rising bounds and counts, the last as many as all, and a sum.
    func checkHistogram() throws(Exposition.Fault) {
        func without(_ sample: Exposition.Sample) -> [String: String] { sample.labels.filter { $0.key != "le" } }
        let buckets = Dictionary(grouping: samples.filter { $0.name == "\(name)_bucket" }, by: without)
        let others = samples.filter { $0.name != "\(name)_bucket" }
        let sums = others.filter { $0.name == "\(name)_sum" }.map(\.labels)
        for (labels, buckets) in buckets {
            let bounds = buckets.compactMap { $0.labels["le"].flatMap { Double($0) } }
            let counts = buckets.map(\.value)
            let total = others.first { $0.name == "\(name)_count" && $0.labels == labels }?.value
            guard bounds.count == counts.count, bounds.last == .infinity, bounds == bounds.sorted(),
                counts == counts.sorted(), total == counts.last, sums.contains(labels)
            else { throw Exposition.Fault(description: "wrong histogram \(name) of \(labels)") }
        }
        guard others.count == 2 * buckets.count else {
            throw Exposition.Fault(description: "\(name) has sums without buckets")
        }
    }
}
