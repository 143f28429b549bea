import { inTransaction, instances, type Database } from '@lianban/storage'
import { describeOnDatabases } from '@lianban/storage/testing'
import { beforeAll, expect, test } from 'vitest'
import { aProcess } from '../testing/index.ts'
import { actor, county, testEngine, type TestEngine } from './engine-fixture.ts'
import { States } from './states.ts'

describeOnDatabases('states kept in memory', (open) => {
  let database: Database
  let on: TestEngine
  beforeAll(async () => {
    database = await open()
    on = testEngine(database)
    await on.deploy(aProcess('p').startEvent().userTask('T').endEvent())
  })
  const known = async (id: string, size = 10) => {
    const row = (await instances(database).get(county, id))!
    return { version: row.version, state: await on.engine.instances.state(county, id), size }
  }
  const load = (states: States, ...ids: string[]) => inTransaction(database, (tx) => states.loadForUpdate(tx, [county], ids))

  test('one that is known by its version is not read again', async () => {
    const states = new States(100)
    const one = await known(await on.start('p'))
    states.remember([one])
    const [loaded] = await load(states, one.state.id)
    expect(loaded!.state).toBe(one.state)
    expect(loaded!.row).toMatchObject({ id: one.state.id, version: one.version, definition_key: 'p' })
  })

  test('one that another engine has changed, and one that is not known, are read; one that is gone is not there', async () => {
    const states = new States(100)
    const [changed, gone, fresh] = [await known(await on.start('p')), await known(await on.start('p')), await on.start('p')]
    states.remember([changed, gone])
    await on.engine.setVariables({ tenantId: county, instanceId: changed.state.id, variables: { a: 1 }, actor })
    await instances(database).remove(county, [gone.state.id])
    const loaded = await load(states, changed.state.id, gone.state.id, fresh)
    expect(loaded.map(({ state }) => [state.id, state.scopes[state.id]!.variables]).sort()).toEqual(
      [
        [changed.state.id, { a: { value: 1 } }],
        [fresh, {}],
      ].sort(),
    )
  })

  test('to look at, a state is not read again either, unless another engine has changed it', async () => {
    const states = new States(100)
    const [kept, changed, fresh] = [await known(await on.start('p')), await known(await on.start('p')), await on.start('p')]
    states.remember([kept, changed])
    await on.engine.setVariables({ tenantId: county, instanceId: changed.state.id, variables: { a: 1 }, actor })
    const ids = [kept.state.id, changed.state.id, fresh, 'nothing']
    const loaded = await states.load(database, county, ids)
    expect([...loaded.keys()].sort()).toEqual([kept.state.id, changed.state.id, fresh].sort())
    expect(loaded.get(kept.state.id)).toBe(kept.state)
    expect(loaded.get(changed.state.id)!.scopes[changed.state.id]!.variables).toEqual({ a: { value: 1 } })
    expect(await states.load(database, 'other', ids)).toEqual(new Map())
  })

  test('of another tenant nothing is given out', async () => {
    const states = new States(100)
    const one = await known(await on.start('p'))
    states.remember([one])
    expect(await inTransaction(database, (tx) => states.loadForUpdate(tx, ['other'], [one.state.id]))).toEqual([])
  })

  test('the oldest are forgotten when all together are too large, and what has ended at once', async () => {
    const states = new States(25)
    const all = [await known(await on.start('p')), await known(await on.start('p')), await known(await on.start('p'))]
    states.remember(all)
    const kept = async () =>
      (await load(states, ...all.map(({ state }) => state.id)))
        .filter(({ state }) => all.some((one) => one.state === state))
        .map(({ state }) => state.id)
        .sort()
    expect(await kept()).toEqual(
      all
        .slice(1)
        .map(({ state }) => state.id)
        .sort(),
    )
    states.remember([{ ...all[2]!, state: { ...all[2]!.state, status: 'completed' } }])
    expect(await kept()).toEqual([all[1]!.state.id])
  })

  test('two engines that change one instance in turn see what the other did', async () => {
    const other = testEngine(database)
    const id = await on.start('p')
    const set = (engine: TestEngine, name: string) =>
      engine.engine.setVariables({ tenantId: county, instanceId: id, variables: { [name]: true }, actor })
    await set(on, 'a')
    await set(other, 'b')
    await set(on, 'c')
    await set(other, 'd')
    expect(await on.variables(id)).toEqual({ a: true, b: true, c: true, d: true })
    await other.engine.close()
  })
})
