import LinuxSystem
package import LoadClient

/// PHP's process manager with a dynamic pool. Its clients keep their connection, which holds the worker as long.
package struct PHPFPM: Server {
    package let name = "PHP-FPM dynamic"
    private let program: String
    private let script = "answer.php"

    /// Of the versions that are installed, the newest.
    package init() {
        let folder = "/usr/sbin"
        let names = ((try? FileContents.names(in: folder)) ?? []).filter { $0.hasPrefix("php-fpm") }
        program = "\(folder)/\(names.last ?? "php-fpm")"
    }

    package var needs: [Need] { [Need(program, from: "php-fpm")] }

    package func does(_ work: Work) -> Bool { work.handler == .echo }

    package func commandLine(for work: Work, at place: ServerPlace) throws -> [String] {
        try place.folder.write(script, Work.line)
        let pool = try place.folder.write(
            "fpm.conf",
            """
            [global]
            error_log = \(place.folder.path)/error.log
            log_level = error
            daemonize = no
            [measured]
            user = nobody
            group = nogroup
            listen = 127.0.0.1:\(place.port)
            listen.backlog = 4096
            pm = dynamic
            pm.max_children = \(work.max)
            pm.start_servers = \(work.min)
            pm.min_spare_servers = \(work.min)
            pm.max_spare_servers = \(work.max)
            pm.max_spawn_rate = \(work.max)
            php_admin_value[expose_php] = 0
            php_admin_value[default_mimetype] =
            """)
        return [program, "--nodaemonize", "--no-php-ini", "--fpm-config", pool]
    }

    package func exchange(for work: Work, pause: Duration, at place: ServerPlace) -> Exchange {
        Exchange(
            request: FastCGI.request(script: "\(place.folder.path)/\(script)"),
            answer: FastCGI.answer("\r\n" + Work.line),
            end: .byClient(pause: pause))
    }
}
