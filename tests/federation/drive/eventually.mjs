/** Asks until the answer is truthy and returns it; fails, saying what was waited for, at the deadline. */
export async function eventually(what, ask, patience = 10_000) {
  const deadline = performance.now() + patience;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      if (error.final) throw error;
      last = error;
    }
    if (performance.now() > deadline) throw new Error(`not within ${patience} ms: ${what}${last ? ` (${last.message})` : ''}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
