// Which projects show, on the map and in the panel: by category and by stage.

landplan.projectFilter = (() => {
  const { plan, state } = landplan;
  const hidden = { category: new Set(), stage: new Set() };

  const passes = (project) =>
    !hidden.category.has(project.category) && !hidden.stage.has(project.stage);
  const isShown = (kind, value) => !hidden[kind].has(value);

  function show(kind, values, isOn) {
    for (const value of values) {
      if (isOn) hidden[kind].delete(value);
      else hidden[kind].add(value);
    }
    state.set({ filter: hidden });
  }

  function showAll() {
    hidden.category.clear();
    hidden.stage.clear();
    state.set({ filter: hidden });
  }

  // Of several values: all, none or some are shown.
  function shownOf(kind, values) {
    const many = values.filter((value) => isShown(kind, value)).length;
    return many === values.length ? "all" : many ? "some" : "none";
  }

  const countOf = (kind, value) => plan.projects.filter((project) => project[kind] === value).length;

  return { passes, isShown, show, showAll, shownOf, countOf };
})();
