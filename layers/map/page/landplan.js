// The page's one global name. Each file after this adds one part to it; start.js joins them.

const landplan = (window.landplan = {});

// What is chosen now. Parts listen; whoever changes it names only what changes.
landplan.state = (() => {
  const current = { zone: null, measure: "storage", parcel: null };
  const listeners = [];
  return {
    current,
    listen: (listener) => listeners.push(listener),
    set(change) {
      Object.assign(current, change);
      for (const listener of listeners) listener(current, change);
    },
  };
})();

// What only some readers ask for is made when it is first asked for.
landplan.once = (make) => {
  let made = null;
  return () => (made ??= make());
};
