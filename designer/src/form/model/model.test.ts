import { checkSchema, COMPONENTS, type ComponentName, type FormSchema, newField, referencesIn } from '@lianban/forms'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomForm } from '../../../../forms/test/random-form.ts'
import { clipboardText, fieldsFromClipboard } from './clipboard.ts'
import { type Command, copyOf } from './commands.ts'
import { type History, perform, redo, startHistory, undo } from './history.ts'
import { resolve } from './rewrite.ts'
import { allNodes, type FormTree, fromSchema, toSchema } from './tree.ts'

/** A command with numbers in place of ids: they choose among what is there when its turn comes. */
interface Draw {
  do: Command['do'] | 'paste'
  who: number
  also: number
  where: number
  at: number
  component: ComponentName
  text: string
}

const draw: fc.Arbitrary<Draw> = fc.record({
  do: fc.constantFrom('insert', 'move', 'remove', 'duplicate', 'set', 'rename', 'wrap', 'unwrap', 'form', 'paste'),
  who: fc.nat(1000),
  also: fc.nat(1000),
  where: fc.nat(1000),
  at: fc.nat(6),
  component: fc.constantFrom(...(Object.keys(COMPONENTS) as ComponentName[])),
  text: fc.constantFrom('kind', 'flag', 'renamed', 'p0', 'c0', 'if', 'amount', '甲', ''),
})

function commandOf(tree: FormTree, it: Draw): Command {
  const nodes = allNodes(tree.children)
  const pick = (number: number) => nodes[number % Math.max(1, nodes.length)]?.id ?? 'none'
  const holders = [null, ...nodes.filter((node) => node.children !== null).map((node) => node.id)]
  const place = { into: holders[it.where % holders.length]!, at: it.at }
  const ids = [pick(it.who), pick(it.also)].slice(0, 1 + (it.also % 2))
  switch (it.do) {
    case 'insert':
      return { do: 'insert', properties: { [it.text || 'x']: newField(it.component) }, place }
    case 'paste': {
      const pasted = fieldsFromClipboard(
        clipboardText(
          copyOf(
            tree,
            nodes.filter((node) => ids.includes(node.id)),
          ),
        ),
      )
      return { do: 'insert', properties: pasted.ok ? pasted.properties : {}, place }
    }
    case 'move':
      return { do: 'move', ids, place }
    case 'remove':
      return { do: 'remove', ids, force: it.at > 2 }
    case 'duplicate':
    case 'wrap':
      return { do: it.do, ids }
    case 'set':
      return {
        do: 'set',
        id: ids[0]!,
        keys: [{ title: it.text }, { 'x-visible-if': `${it.text} = null` }, { required: true }, { 'x-component': it.component }][
          it.at % 4
        ]!,
      }
    case 'rename':
      return { do: 'rename', id: ids[0]!, key: it.text }
    case 'unwrap':
      return { do: 'unwrap', id: ids[0]! }
    case 'form':
      return { do: 'form', title: it.text }
  }
}

/** Which node each expression names, by ids: what must survive every command. */
function meanings(tree: FormTree): Map<string, string[]> {
  const { nodeOfPath } = resolve(tree)
  return new Map(
    referencesIn(toSchema(tree)).map(({ field, at, references }) => [
      `${nodeOfPath.get(field.path)!.id} ${at.join('.')}`,
      references.map((it) => nodeOfPath.get(it.path)!.id),
    ]),
  )
}

describe('a form under any commands', () => {
  it('stays good by checkSchema, keeps what its expressions name, and goes back and forth', () => {
    fc.assert(
      fc.property(randomForm, fc.array(draw, { maxLength: 25 }), (schema, draws) => {
        const start = startHistory(fromSchema(schema))
        let history: History = start
        for (const it of draws) {
          const before = history
          const command = commandOf(history.tree, it)
          const done = perform(history, command)
          history = done.history
          if (!done.outcome.ok) {
            expect(done.outcome.reason).toMatch(/[\u4e00-\u9fff]/)
            expect(history).toBe(before)
            continue
          }
          expect(checkSchema(toSchema(history.tree))).toEqual([])
          if (command.do === 'set') continue
          const after = meanings(history.tree)
          for (const [place, named] of meanings(before.tree)) {
            if (after.has(place) && command.do !== 'remove') expect(after.get(place), place).toEqual(named)
          }
        }
        const end = history
        for (let back = undo(history); back; back = undo(history)) history = back.history
        expect(toSchema(history.tree)).toEqual(toSchema(start.tree))
        for (let forth = redo(history); forth; forth = redo(history)) history = forth.history
        expect(history.tree).toEqual(end.tree)
      }),
      { numRuns: 100 },
    )
  })

  it('is the same schema after reading and writing it', () => {
    fc.assert(
      fc.property(randomForm, (schema: FormSchema) => {
        expect(toSchema(fromSchema(schema))).toEqual(schema)
      }),
    )
  })
})
