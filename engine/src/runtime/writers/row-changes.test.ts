import { expect, it } from 'vitest'
import { RowChanges } from './row-changes.ts'

const aRow = (id: string, text = 'a') => ({ tenant_id: 'county', id, text })

it('never writes a row that is inserted and removed in the same batch', () => {
  const changes = new RowChanges()
  changes.insert(aRow('one'))
  changes.remove('county', 'one')
  expect([changes.removed(), changes.inserted(), changes.patched()]).toEqual([[], [], []])
})

it('replaces a row that is removed and inserted, and removes it if it goes once more', () => {
  const changes = new RowChanges()
  changes.remove('county', 'one')
  changes.insert(aRow('one', 'new'))
  expect(changes.removed()).toEqual([{ tenant_id: 'county', id: 'one' }])
  expect(changes.inserted()).toEqual([aRow('one', 'new')])
  changes.remove('county', 'one')
  expect(changes.removed()).toEqual([{ tenant_id: 'county', id: 'one' }])
  expect(changes.inserted()).toEqual([])
})

it('adds patches up, writes them into an insert, and drops them with the row', () => {
  const changes = new RowChanges<ReturnType<typeof aRow>>()
  changes.insert(aRow('one'))
  changes.patch('county', 'one', { text: 'b' })
  changes.patch('county', 'two', { text: 'b' })
  changes.patch('county', 'three', { text: 'b' })
  changes.remove('county', 'three')
  expect(changes.inserted()).toEqual([aRow('one', 'b')])
  expect(changes.patched()).toEqual([{ tenant_id: 'county', id: 'two', text: 'b' }])
  expect(changes.removed()).toEqual([{ tenant_id: 'county', id: 'three' }])
})
