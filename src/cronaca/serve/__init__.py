"""The preview: the site under its base URL's path, rebuilt on every save, in pages that follow."""

from cronaca.serve.server import Preview, free_port, serve, try_port

__all__ = ["Preview", "free_port", "serve", "try_port"]
