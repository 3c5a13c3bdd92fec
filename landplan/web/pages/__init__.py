"""The pages: a module each, its templates in `landplan/web/templates` by the same name."""
