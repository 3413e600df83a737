"""The bundled sample site: made-up firms, people and cases in the three agencies' real page layouts."""
