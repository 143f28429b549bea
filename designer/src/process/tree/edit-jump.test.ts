import { describe, expect, it } from 'vitest'
import { allModels } from '../../../test/models.ts'
import type { MatterLike, ProcessDraft } from '../draft.ts'
import { editTree } from '../edit-draft.ts'
import { elementsById, readXml, titleOf, type Moddle } from '../model/moddle.ts'
import { plainModel } from '../model/same-model.ts'
import { addWayBack, jumpTargets, redirectJump, removeJump, wayBackTargets } from './edit-jump.ts'
import { addBoundaryTimer, EditRefused, insertNew, moveItem, removeBranch, removeItem } from './edit-tree.ts'
import { paste } from './paste.ts'
import { readTree } from './read-tree.ts'
import type { Tree } from './tree.ts'

/*
 * On the template 受理-审查-决定-送达: 受理审查 → 补正 goes back to 受理审查; in 审查与决定 审查 → 审核 → 决定 → 退回审查 goes back to
 * 审查.
 */
const xml = allModels().find(({ path }) => path.includes('acceptance-examination'))!.xml
const MATTER: MatterLike = { tasks: {}, steps: [] }
const DRAFT: ProcessDraft = { xml, matter: MATTER }

const edit = async (change: (tree: Tree) => unknown, draft = DRAFT): Promise<ProcessDraft> =>
  (
    await editTree(draft, (tree) => {
      change(tree)
      return {}
    })
  ).draft

/** `from → to` of a flow, by titles. */
async function wayOf(draft: ProcessDraft, flowId: string): Promise<string> {
  const flow = elementsById(await readXml(draft.xml)).get(flowId)!
  return `${titleOf(flow.get<Moddle>('sourceRef'))} → ${titleOf(flow.get<Moddle>('targetRef'))}`
}
const flowsTo = async (draft: ProcessDraft, id: string): Promise<string[]> =>
  [...elementsById(await readXml(draft.xml)).values()]
    .filter((element) => element.$type === 'bpmn:SequenceFlow' && element.get<Moddle>('targetRef').id === id)
    .map((flow) => titleOf(flow.get<Moddle>('sourceRef')))
const treeOf = async (draft = DRAFT): Promise<Tree> => readTree(await readXml(draft.xml))!
const titles = (elements: Moddle[]): string[] => elements.map((element) => element.name ?? '')

describe('a way back in the tree', () => {
  it('may lead to the steps before it, out of sub-processes and parallel ways it does not', async () => {
    const tree = await treeOf()
    expect(titles(wayBackTargets(tree, { after: 'Task_DocRefusal' }))).toEqual(['受理审查', '出具受理通知书', '审查与决定'])
    expect(titles(jumpTargets(tree, 'Flow_19'))).toEqual(['审查', '审核', '决定'])
    // What goes on below a limit that has passed goes on beside the step.
    expect(wayBackTargets(tree, { after: 'Timer_Promised' })).toEqual([])
    expect(titles(wayBackTargets(tree, { after: 'Timer_Supplement' }))).toEqual(['受理审查', '出具补正告知书', '等待补正'])
    expect(wayBackTargets(tree, { after: 'Task_Examine' })).toEqual([])
    expect(wayBackTargets(tree, { branch: 'Flow_19' })).toEqual([])
  })

  it('takes the place of the end of its branch', async () => {
    const draft = await edit((tree) => addWayBack(tree, { after: 'Timer_Supplement' }, 'Task_Intake'))
    expect(await wayOf(draft, 'Flow_13')).toBe('逾期未补正 → 受理审查')
    expect(draft.xml).not.toContain('End_SupplementLapsed')
  })

  it('is put in, changed and taken away', async () => {
    const back = await edit((tree) => {
      const { branches } = insertNew(tree, { after: 'Task_Audit' }, 'exclusive')
      addWayBack(tree, { branch: branches[0]!.edge.flow!.id }, 'Task_Examine')
    })
    expect(await flowsTo(back, 'Task_Examine')).toEqual(['开始', '决定意见', '条件分支'])
    const flow = /sequenceFlow id="(Flow_\d+)" name="条件"/.exec(back.xml)![1]!
    const changed = await edit((one) => redirectJump(one, flow, 'Task_Audit'), back)
    expect(await wayOf(changed, flow)).toBe('条件分支 → 审核')
    const gone = await edit((one) => removeJump(one, flow), changed)
    expect(await flowsTo(gone, 'Task_Audit')).toEqual(['审查'])
    expect(await wayOf(gone, flow)).toBe('条件分支 → 条件分支')
  })

  it('ends its branch where nothing follows, when it is taken away', async () => {
    const draft = await edit((tree) => removeJump(tree, 'Flow_12'))
    expect(await wayOf(draft, 'Flow_12')).toBe('等待补正 → 结束')
  })

  it('comes behind a step that is put in before it, and stays when that is removed', async () => {
    const draft = await edit((tree) => insertNew(tree, { branch: 'Flow_19' }, 'userTask'))
    expect(await wayOf(draft, 'Flow_19')).toBe('决定意见 → 新环节')
    expect(await flowsTo(draft, 'Task_Examine')).toEqual(['开始', '新环节'])
    const id = /userTask id="(Task_\d+)" name="新环节"/.exec(draft.xml)![1]!
    const again = await edit((tree) => removeItem(tree, id), draft)
    expect(plainModel(await readXml(again.xml))).toEqual(plainModel(await readXml(xml)))
  })

  it('is not left without its target, and not the only way on', async () => {
    await expect(edit((tree) => removeItem(tree, 'Task_Examine'))).rejects.toThrow('「退回审查」还要去「审查」,请先改它的去向')
    await expect(edit((tree) => removeBranch(tree, 'Flow_20'))).rejects.toThrow(EditRefused)
    await expect(edit((tree) => addWayBack(tree, { branch: 'Flow_20' }, 'Task_Audit'))).rejects.toThrow('至少留一条分支继续办理')
    await expect(edit((tree) => redirectJump(tree, 'Flow_19', 'Task_Intake'))).rejects.toThrow('只能回到前面的环节')
  })

  it('goes with its branch to another place of the same stretch, and leads to the copy of what is copied with it', async () => {
    const branch = { ...DRAFT, what: { branch: 'Flow_6' } }
    const draft = (await editTree(DRAFT, (tree) => paste(tree, MATTER, { clip: branch, place: { gateway: 'GW_Result' } }))).draft
    expect(await flowsTo(draft, 'Task_Intake')).toEqual(['收到申请', '等待补正', '等待补正'])

    const whole = { ...DRAFT, what: { item: 'Sub_Handle' } }
    const twice = (await editTree(DRAFT, (tree) => paste(tree, MATTER, { clip: whole, place: { after: 'Task_Deliver' } }))).draft
    const copy = /name="退回审查" sourceRef="GW_Decide_1" targetRef="([^"]+)"/.exec(twice.xml)
    expect(copy?.[1]).toBe('Task_Examine_1')

    const inside = { ...DRAFT, what: { branch: 'Flow_19' } }
    await expect(editTree(DRAFT, (tree) => paste(tree, MATTER, { clip: inside, place: { gateway: 'GW_Result' } }))).rejects.toThrow(
      EditRefused,
    )
  })

  it('stays at the end of its branch when what is before it changes places', async () => {
    const draft = await edit((tree) => moveItem(tree, 'Sub_Supplement', -1))
    expect(await wayOf(draft, 'Flow_12')).toBe('出具补正告知书 → 受理审查')
  })

  it('may begin at a limit that ends the step', async () => {
    const draft = await edit((tree) => {
      const timer = addBoundaryTimer(tree, 'Task_Audit', { feel: '=workdays(3)', interrupting: true })
      addWayBack(tree, { after: timer }, 'Task_Examine')
    })
    expect(await flowsTo(draft, 'Task_Examine')).toEqual(['开始', '决定意见', '超过期限'])
  })

  it('leaves a procedure that runs: nothing behind what begins by itself, no gateway without a way out', async () => {
    const model = (name: string) => allModels().find(({ path }) => path.includes(name))!.xml
    const supervision: ProcessDraft = { xml: model('supervision-case'), matter: MATTER }
    await expect(edit((tree) => removeItem(tree, 'End_Upheld'), supervision)).rejects.toThrow('分支汇合之后至少有一个环节或者结束')
    await expect(edit((tree) => insertNew(tree, { after: 'Sub_Withdraw' }, 'userTask'), supervision)).rejects.toThrow('不能再加环节')
  })
})
