// Figures, dates and places as text.

// The page's own words, with {name} filled in.
landplan.t = (key, values = {}) =>
  landplan.data.texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

landplan.format = (() => {
  const { t, data } = landplan;
  const NOTHING = "—";

  function number(value, digits = 2) {
    if (value == null) return NOTHING;
    const shown = Math.abs(value) < 0.5 / 10 ** digits ? 0 : value; // never "-0.00"
    return shown.toLocaleString("en-US", {
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

  // As printed: no more decimals than the figure has.
  const amount = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 6 });
  const range = ({ value, value_to: to }) =>
    (value == null ? NOTHING : to == null ? amount(value) : `${amount(value)}–${amount(to)}`);

  const whole = (value, unit) => (value == null ? null : `${number(value, 0)} ${t(unit)}`);
  const m2 = (value) => whole(value, "unit_m2");

  // Money is printed in 万元; from a 亿 on, 亿元 reads better.
  const yi = (value) => `${number(value / 1e4)} ${t("unit_100m_cny")}`;
  const money = (value) => (value == null ? NOTHING : value >= 1e4 ? yi(value) : `${amount(value)} ${t("unit_10k_cny")}`);
  const investment = (value) => {
    if (value == null) return null;
    const told = `${amount(value)} ${t("unit_10k_cny")}`;
    return value >= 1e4 ? beside(told, yi(value)) : told;
  };

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

  // Code, name where the plan's table has one, and the code set.
  function landUse(code, set) {
    const told = [code, data.landUse(code, set)?.name].filter(Boolean).join(" ");
    return code && set ? beside(told, t("land_use_set", { set })) : told;
  }

  return {
    number, amount, range, beside, percent, ha, haAndMu, zoneArea, m2, money, investment,
    distance, source, landUse,
  };
})();
