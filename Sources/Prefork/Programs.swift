package import LinuxSystem

/// The programs that a daemon can become without ending.
package struct Programs {
    /// The one that is installed now.
    package let next: ProgramImage
    /// How it says whether it could go on from here: it ends with status 0, or tells why not.
    package let examiner: ProgramImage
    /// The one that this process was before, which goes on where this one can't.
    package let back: ProgramImage?
    /// Whether the next one could come back to this one: its file is open.
    package let isKept: Bool
    /// Gives up a descriptor that was held for the way back, which takes one.
    let makeRoom: () -> Void
    /// What the daemon itself hands on, to the next program or back.
    package let records: (_ isReturn: Bool) -> [HandoverRecord]

    package init(
        next: ProgramImage, examiner: ProgramImage, back: ProgramImage?, isKept: Bool = true,
        makeRoom: @escaping () -> Void = {}, records: @escaping (_ isReturn: Bool) -> [HandoverRecord]
    ) {
        self.next = next
        self.examiner = examiner
        self.back = back
        self.isKept = isKept
        self.makeRoom = makeRoom
        self.records = records
    }
}
