/*
 * What the engine's benchmarks have already: database servers. Compiled projects do not import each other by path,
 * so this is loaded from where it was built; the reference in tsconfig.json sees that it is.
 */
const load = async (name: string): Promise<unknown> => import(new URL(`../../../engine/bench/dist/${name}.js`, import.meta.url).href)

export const { openServers } = (await load('databases')) as typeof import('../../engine/bench/dist/databases.js')
