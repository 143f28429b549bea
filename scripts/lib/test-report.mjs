/**
 * What vitest's JSON report says, in numbers and reasons.
 * @param {object | null} report null if vitest wrote none
 * @param {number} exitCode vitest's
 * @returns {{ passed: number, failed: number, skipped: number, skippedSuites: string[], problems: string[] }}
 */
export function summarize(report, exitCode) {
  const files = report?.testResults ?? []
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status))
  let failed = tests.filter((test) => test.status === 'failed').length
  const problems = []
  // A file that cannot be loaded, or whose hook throws, fails without a failed test.
  for (const file of files) {
    if (file.status !== 'failed' || file.assertionResults.some((test) => test.status === 'failed')) continue
    failed += 1
    problems.push(`${file.name}: ${(file.message || 'failed').split('\n')[0]}`)
  }
  if (passed + failed === 0) problems.push('没有运行任何测试 · no test ran')
  else if (exitCode !== 0 && failed === 0) problems.push(`vitest exited with ${exitCode}: an error outside the tests, see above`)
  if (passed + failed === 0 || (exitCode !== 0 && failed === 0)) failed += 1
  return { passed, failed, skipped: skipped.length, skippedSuites: groupSkipped(skipped), problems }
}

/** One line for each skipped suite, its reason standing in its name; tests skipped one by one stand under their own. */
function groupSkipped(tests) {
  const counts = new Map()
  for (const { ancestorTitles, title } of tests) {
    const at = ancestorTitles.findIndex((name) => /skipped|跳过/.test(name))
    const name = at >= 0 ? ancestorTitles.slice(0, at + 1).join(' > ') : [...ancestorTitles, title].join(' > ')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].map(([name, count]) => `${name} [${count}]`)
}
