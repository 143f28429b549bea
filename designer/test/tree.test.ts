import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDefinitions } from '@lianban/engine'
import type { MatterLike, ProcessDraft } from '../src/process/draft.ts'
import { editTree } from '../src/process/edit-draft.ts'
import { elementsById, readXml, writeXml, type Moddle } from '../src/process/model/moddle.ts'
import { plainModel } from '../src/process/model/same-model.ts'
import { addBranch, EditRefused, insertNew, moveBranch, moveItem, removeBranch, removeItem } from '../src/process/tree/edit-tree.ts'
import { ITEM_KINDS } from '../src/process/tree/new-item.ts'
import { addWayBack, jumpTargets, redirectJump, removeJump, wayBackTargets } from '../src/process/tree/edit-jump.ts'
import { Jumps } from '../src/process/tree/jumps.ts'
import { paste } from '../src/process/tree/paste.ts'
import { readTree } from '../src/process/tree/read-tree.ts'
import { itemsIn, scopesIn, type Tree } from '../src/process/tree/tree.ts'
import { writeTree } from '../src/process/tree/write-tree.ts'
import { randomModel } from './random-blocks.ts'

/** What the engine says of it. */
function problemsOf(xml: string): unknown[] {
  const parsed = parseDefinitions(xml)
  return parsed.ok ? [] : parsed.problems
}

const MATTER: MatterLike = { tasks: {}, steps: [] }

/** The model made from the tree alone: what the file had of flow elements is taken away first. */
async function byItsTree(xml: string): Promise<string> {
  const definitions = await readXml(xml)
  const tree = readTree(definitions)!
  expect(tree.reasons).toEqual([])
  writeTree(tree)
  return writeXml(definitions)
}

const nodesOf = (tree: Tree): string[] => [...itemsIn(tree.scope)].flatMap(({ id, join }) => [id, ...(join ? [join.id] : [])])
const jumpsOf = (tree: Tree): string[] => scopesIn(tree.scope).flatMap((scope) => new Jumps(scope).jumps.map(({ edge }) => edge.flow!.id))
const branchesOf = (tree: Tree): string[] => [...itemsIn(tree.scope)].flatMap(({ branches }) => branches.map(({ edge }) => edge.flow!.id))
/** A decision table must still be chosen: until then the model cannot run. */
const KINDS = ITEM_KINDS.filter(({ kind }) => kind !== 'businessRuleTask')
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length]!

describe('a block-structured model', () => {
  it('is the same after it was a tree: lanes, borders, documentation and what nobody knows included', async () => {
    await fc.assert(
      fc.asyncProperty(randomModel, async ({ xml, nodes }) => {
        expect(nodesOf(readTree(await readXml(xml))!).toSorted()).toEqual(nodes.toSorted())
        expect(plainModel(await readXml(await byItsTree(xml)))).toEqual(plainModel(await readXml(xml)))
      }),
      { numRuns: 200 },
    )
  })

  it('what is pasted twice has ids of its own down to what stands inside an event', async () => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"><process id="p" isExecutable="true">
      <startEvent id="s"/><intermediateCatchEvent id="Wait"><timerEventDefinition id="Wait_def"><timeDuration>PT1H</timeDuration></timerEventDefinition></intermediateCatchEvent>
      <endEvent id="e"/><sequenceFlow id="f" sourceRef="s" targetRef="Wait"/><sequenceFlow id="g" sourceRef="Wait" targetRef="e"/></process></definitions>`
    let draft: ProcessDraft = { xml, matter: MATTER }
    for (let times = 0; times < 2; times++) {
      const current = draft
      const clip = { ...current, what: { item: 'Wait' } }
      draft = (await editTree(current, (tree) => paste(tree, current.matter, { clip, place: { after: 's' } }))).draft
    }
    expect(parseDefinitions(draft.xml)).toMatchObject({ ok: true })
    expect(draft.xml.match(/<timerEventDefinition/g)).toHaveLength(3)
  })

  it('stays block-structured and executable whatever is done to its tree', async () => {
    const command = fc.record({ kind: fc.nat(9), at: fc.nat(99), what: fc.nat(99) })
    await fc.assert(
      fc.asyncProperty(randomModel, fc.array(command, { minLength: 1, maxLength: 8 }), async ({ xml }, commands) => {
        let draft: ProcessDraft = { xml, matter: MATTER }
        const wasExecutable = parseDefinitions(xml).ok
        for (const { kind, at, what } of commands) {
          const current = draft
          try {
            const edited = await editTree(current, async (tree) => {
              const node = pick(nodesOf(tree), at)
              const branches = branchesOf(tree)
              if (kind === 0)
                return {
                  select: insertNew(
                    tree,
                    branches.length > 0 && what % 2 ? { branch: pick(branches, at) } : { after: node },
                    pick(KINDS, what).kind,
                  ).id,
                }
              if (kind === 1) removeItem(tree, node)
              else if (kind === 2) moveItem(tree, node, what % 2 ? 1 : -1)
              else if (kind === 3)
                return paste(tree, current.matter, {
                  clip: { ...current, what: { item: node } },
                  place: { after: pick(nodesOf(tree), what) },
                })
              else if (kind === 7) {
                const place = branches.length > 0 && what % 2 ? { branch: pick(branches, at) } : { after: node }
                const targets = wayBackTargets(tree, place)
                if (targets.length > 0) addWayBack(tree, place, pick(targets, what).id)
              } else if (kind > 7) {
                const jumps = jumpsOf(tree)
                if (jumps.length === 0) return {}
                const flow = pick(jumps, at)
                const targets = jumpTargets(tree, flow)
                if (kind === 8) removeJump(tree, flow)
                else if (targets.length > 0) redirectJump(tree, flow, pick(targets, what).id)
              } else if (branches.length === 0) return {}
              else if (kind === 4) addBranch(tree, elementsById(tree.definitions).get(pick(branches, at))!.get<Moddle>('sourceRef').id)
              else if (kind === 5) removeBranch(tree, pick(branches, at))
              else moveBranch(tree, pick(branches, at), what % 2 ? 1 : -1)
              return {}
            })
            draft = edited.draft
          } catch (error) {
            if (!(error instanceof EditRefused)) throw error
          }
          const tree = readTree(await readXml(draft.xml))!
          expect(tree.reasons).toEqual([])
          if (wasExecutable) expect(problemsOf(draft.xml)).toEqual([])
          expect(Object.keys(draft.matter.tasks!).every((id) => draft.xml.includes(`id="${id}"`))).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })
})
