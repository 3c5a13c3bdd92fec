// Figures, dates and places as text.

// The page's own words, with {name} filled in.
landplan.t = (key, values = {}) =>
  landplan.data.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

landplan.format = (() => {
  const { t, data } = landplan;
  const NOTHING = "—";

  function number(value, digits = 2) {
    if (value == null) return NOTHING;
    return value.toLocaleString("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }

  const percent = (value) => (value == null ? NOTHING : `${number(value, 1)}%`);
  const ha = (value) => (value == null ? NOTHING : `${number(value)} ${t("unit_ha")}`);
  const beside = (main, extra) => t("beside", { main, extra });
  const haAndMu = (value) => beside(ha(value), `${number(value * 15, 1)} ${t("unit_mu")}`);

  // Large areas read better in square kilometres; the hectares stay beside them.
  const zoneArea = (value) =>
    value >= 100 ? beside(ha(value), `${number(value / 100, 1)} ${t("unit_km2")}`) : haAndMu(value);

  const whole = (value, unit) => (value == null ? null : `${number(value, 0)} ${t(unit)}`);
  const m2 = (value) => whole(value, "unit_m2");
  const investment = (value) => whole(value, "unit_10k_cny");

  function distance(metres) {
    return metres >= 1000
      ? `${number(metres / 1000, 3)} ${t("unit_km")}`
      : `${number(metres, 1)} ${t("unit_m")}`;
  }

  // Document title · place · line, as a citation reads.
  function source(citation) {
    if (!citation) return null;
    const [document, place, line] = citation;
    const title = data.plan.documents[document] ?? document;
    return [title, place, line == null ? "" : t("line", { n: line })].filter(Boolean).join(" · ");
  }

  function landUse(code, set) {
    return code && set ? beside(code, t("land_use_set", { set })) : code;
  }

  return { number, beside, percent, ha, haAndMu, zoneArea, m2, investment, distance, source, landUse };
})();
