def app(environment, start_response):
    """A WSGI application: what gunicorn.toml serves."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"Hello from gunicorn\n"]
