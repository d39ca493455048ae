// Many events may ask for the same work at once, such as while a week is played.

/**
 * `work` made so that it runs at most once at a time: calls during a run lead to one more run after it. The
 * promise is fulfilled when nothing asked for is left.
 */
export function coalesced(work) {
  let running = null;
  let again = false;
  async function run() {
    do {
      again = false;
      await work();
    } while (again);
  }
  return () => {
    again = true;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
