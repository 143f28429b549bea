/*
 * What the engine's benchmarks have already: database servers. Compiled projects do not import each other by path,
 * so this is loaded from where it was built; the reference in tsconfig.json sees that it is.
 */
const load = async (path: string): Promise<unknown> => import(new URL(`../../../${path}.js`, import.meta.url).href)

export const { openServers } = (await load('engine/bench/dist/databases')) as typeof import('../../engine/bench/dist/databases.js')
export const { quantile } = (await load('engine/bench/dist/race')) as typeof import('../../engine/bench/dist/race.js')
export const { tinyFile } = (await load('processes/dist/testing/tiny-files')) as typeof import('../dist/testing/tiny-files.js')
