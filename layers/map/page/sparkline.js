// The years of an indicator as a small line, and the way from there to the goal.

landplan.sparkline = (line) => {
  const { svg, t, format } = landplan;
  const [WIDTH, HEIGHT, EDGE] = [84, 30, 4];

  // The last figure told for each year; a figure over a whole period is no year's.
  const byYear = new Map();
  for (const { year, role, value } of line.figures) {
    if (role !== "goal" && value != null) byYear.set(year, value);
  }
  const actuals = [...byYear].sort(([a], [b]) => a - b);
  if (line.span !== "year" || actuals.length < 2) return svg("svg", { class: "sparkline", width: WIDTH, height: HEIGHT, "aria-hidden": "true" });

  const goal = line.goal && line.goal.value != null ? [line.goal.year, line.goal.value] : null;
  const all = goal ? [...actuals, goal] : actuals;
  const spread = (values) => [Math.min(...values), Math.max(...values)];
  const [from, to] = spread(all.map(([year]) => year));
  const [low, high] = spread(all.map(([, value]) => value));
  const x = (year) => EDGE + ((year - from) / (to - from || 1)) * (WIDTH - 2 * EDGE);
  const y = (value) => (high > low
    ? HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE) : HEIGHT / 2);
  const points = (rows) => rows.map(([year, value]) => `${x(year).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const last = actuals[actuals.length - 1];

  const told = actuals.map(([year, value]) => `${year} ${format.amount(value)}`).join(t("semicolon"));
  return svg("svg",
    { class: "sparkline", width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": told },
    svg("title", {}, told),
    ...(goal && goal[0] > last[0] ? [
      svg("polyline", { class: "spark-goal", points: points([last, goal]) }),
      svg("circle", { class: "spark-goal-dot", cx: x(goal[0]), cy: y(goal[1]), r: 2.6 })] : []),
    svg("polyline", { class: "spark-line", points: points(actuals) }),
    svg("circle", { class: "spark-dot", cx: x(last[0]), cy: y(last[1]), r: 2.6 }));
};
