internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork

/// Between the control socket and the supervisor: requests become orders and questions, and what becomes of those goes
/// back to whoever asked.
struct ControlDispatcher: ~Copyable {
    private var socket: ControlSocket
    private let log: DaemonLog
    private let history: EventHistory
    private var report: StatusReport
    /// Answered at the end of the turn, with the pools as they are then.
    private var questions: [ControlSocket.Asked] = []
    /// Answered when the supervisor says how they ended.
    private var orders: [(ticket: UInt64, order: SupervisorOrder)] = []
    /// Whoever asked for the reload that is under way, and for the upgrade.
    private var reloading: [UInt64] = []
    private var upgrading: [UInt64] = []
    private var toldEvents = 0

    init(_ socket: consuming ControlSocket, log: DaemonLog, history: EventHistory, report: StatusReport) {
        self.socket = socket
        self.log = log
        self.history = history
        self.report = report
    }

    var descriptor: CInt { socket.descriptor }
    var deadline: Duration? { socket.deadline }

    /// What came in.
    /// - Returns: what of it is the supervisor's to do.
    mutating func attend(now: Duration) -> [SupervisorOrder] {
        let before = orders.count
        for asked in socket.turn(now: now) { take(asked, now: now) }
        return orders[before...].map(\.order)
    }

    mutating func observe(_ event: SupervisorEvent, now: Duration) {
        report.observe(event)
        switch event {
        case .orderEnded(let order, let failure):
            answer(takeOrders(order), failure.map { .failed($0.reasons) } ?? .ok, now)
        // One that is asked for from here on is another one.
        case .reloading: reloading += takeOrders(.reload)
        case .reloaded:
            answer(reloading, .ok, now)
            reloading = []
        case .reloadFailed(let failure):
            answer(reloading, .failed([ReloadLog.describe(failure)]), now)
            reloading = []
        // Where it succeeds, this program is no more, and its connections end.
        case .upgrading: upgrading += takeOrders(.upgrade)
        case .upgradeFailed(let failure):
            answer(upgrading, .failed([ReloadLog.describe(failure)]), now)
            upgrading = []
        // It does not begin any more.
        case .stopping:
            answer(takeOrders(.reload) + takeOrders(.upgrade), .failed([ReloadLog.describe(.stopping)]), now)
        default: break
        }
    }

    private mutating func takeOrders(_ order: SupervisorOrder) -> [UInt64] {
        defer { orders.removeAll { $0.order == order } }
        return orders.filter { $0.order == order }.map(\.ticket)
    }

    private mutating func answer(_ tickets: [UInt64], _ end: ReplyEnd, _ now: Duration) {
        for ticket in tickets { socket.reply(ticket, .end(end), now: now) }
    }

    mutating func turnEnded(now: Duration, pools: PoolOverview) {
        for asked in questions { socket.reply(asked.ticket, answer(asked.request, pools, now), now: now) }
        questions = []
        if history.count != toldEvents {
            toldEvents = history.count
            socket.resume(now: now)
        }
        socket.keepDeadlines(now: now)
    }

    private mutating func take(_ asked: ControlSocket.Asked, now: Duration) {
        switch asked.request {
        case .status, .workers: questions.append(asked)
        case .events(let range, let follow):
            socket.reply(asked.ticket, history.source(range, follow: follow), now: now)
        case .reload: give(.reload, asked)
        case .upgrade: give(.upgrade, asked)
        case .scale(let service, let min, let max): give(.scale(service: service, min: min, max: max), asked)
        case .drain(let service): give(.drain(service: service), asked)
        case .resume(let service): give(.resume(service: service), asked)
        case .logLevel(let word):
            // Before and after, one of the two levels lets it through.
            tell(asked)
            if let level = LogLevel(rawValue: word.rawValue) { log.level = level }
            socket.reply(asked.ticket, .end(.ok), now: now)
        }
    }

    private mutating func give(_ order: SupervisorOrder, _ asked: ControlSocket.Asked) {
        tell(asked)
        orders.append((asked.ticket, order))
    }

    /// Who changed what is to be found later on.
    private func tell(_ asked: ControlSocket.Asked) {
        log.write(
            .orderGiven, .notice,
            "user \(asked.peer.user), process \(asked.peer.process), asks for: \(asked.request.line)")
    }

    private func answer(_ request: ControlRequest, _ pools: PoolOverview, _ now: Duration) -> ReplySource {
        switch request {
        case .workers(let service): report.workers(of: service, pools, now: now)
        case .status, .events, .reload, .upgrade, .scale, .drain, .resume, .logLevel:
            .value(report.status(pools, log, now: now))
        }
    }
}
