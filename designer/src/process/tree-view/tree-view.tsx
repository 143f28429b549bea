import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { Alert, Button } from 'antd'
import { useDesk, type Desk } from '../desk.ts'
import type { Problem } from '../draft.ts'
import { taskSentence } from '../matter/words.ts'
import { isA, KIND_TITLES, titleOf, type Moddle } from '../model/moddle.ts'
import { propertyOf } from '../panel/node-panels.tsx'
import { wayWords } from '../panel/flow-panel.tsx'
import { canMove, endsHere } from '../tree/edit-tree.ts'
import { endsInside } from '../tree/read-tree.ts'
import { findItem } from '../tree/find-item.ts'
import type { Clip } from '../tree/paste.ts'
import { Jumps } from '../tree/jumps.ts'
import { itemsOf, scopesIn, type Branch, type Edge, type Item, type Scope } from '../tree/tree.ts'
import { nodeOf } from './find-card.ts'
import { JumpCard } from './jump-card.tsx'
import { useTreeActions, type TreeActions } from './tree-actions.ts'
import { iconOf, Plus, TreeCard } from './tree-card.tsx'
import { pressed } from './tree-keys.ts'

interface TreeViewProps {
  problems: readonly Problem[]
  numbers?: Record<string, string>
  clip: Clip | null
  onCopy(clip: Clip): void
  /** Shows an element in the diagram. */
  onShowInDiagram(id: string): void
}

interface Drawing {
  desk: Desk
  actions: TreeActions
  readOnly: boolean
  problems: Map<string, 'error' | 'warning'>
  numbers: Record<string, string>
  /** The node that is in the tab order. */
  current: string
  /** Whether the ways that jump lead back, by their edges. */
  backs: Map<Edge, boolean>
  /** What the way that is pointed at leads to. */
  marked: string | null
  mark(id: string | null): void
}

/** The model from top to bottom: steps as cards, branches side by side. */
export function TreeView({ problems, numbers = {}, clip, onCopy, onShowInDiagram }: TreeViewProps) {
  const desk = useDesk()
  const { model, selected, select } = desk
  const host = useRef<HTMLDivElement>(null)
  const actions = useTreeActions(desk, clip, onCopy)
  const [marked, mark] = useState<string | null>(null)
  const [said, say] = useState('')
  const { tree } = model
  const backs = useMemo(
    () => new Map((tree ? scopesIn(tree.scope) : []).flatMap((scope) => new Jumps(scope).jumps.map(({ edge, isBack }) => [edge, isBack]))),
    [tree],
  )
  const found = useMemo(
    () => new Map(problems.flatMap(({ elementId, level }) => (elementId ? [[elementId, level] as const] : []))),
    [problems],
  )

  // The focus stays with what is selected, wherever an edit has put it.
  useEffect(() => {
    const place = host.current
    if (!place || !selected) return
    const active = document.activeElement as HTMLElement | null
    // The card that closes a branch has the branch's flow.
    const node = place.contains(active) && active?.dataset.flow === selected ? active : nodeOf(place, selected)
    const isOurs = place.contains(document.activeElement) || document.activeElement === document.body
    if (node && isOurs && document.activeElement !== node) node.focus({ preventScroll: true })
    node?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [selected, model])

  // A wide tree opens with its beginning in the middle.
  useEffect(() => {
    host.current?.querySelector('[data-node]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [])

  if (!tree) return <Alert type="error" showIcon message="文件里没有流程" />
  const readOnly = desk.readOnly || tree.reasons.length > 0
  const first = tree.scope.main[0]?.id ?? ''
  const drawing: Drawing = {
    desk,
    actions,
    readOnly,
    problems: found,
    numbers,
    current: selected && isShown(tree.scope, selected) ? selected : first,
    backs,
    marked,
    mark,
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = (event.target as HTMLElement).dataset.node
    if (at && pressed(event, at, { host: host.current!, actions, readOnly, select, say })) event.preventDefault()
  }
  return (
    <div className="lianban-tree">
      {tree.reasons.length > 0 && !desk.readOnly && <Reasons reasons={tree.reasons} onShow={onShowInDiagram} />}
      <div
        ref={host}
        role="tree"
        aria-label="流程树。方向键移动,回车设置或者转到「回到」的环节,插入键加环节,Alt 加 B 加分支,删除键删除,Alt 加上下键移动位置,Ctrl 加 C、V 复制粘贴,Ctrl 加 Z 撤销"
        className="lianban-tree-canvas"
        onKeyDown={onKeyDown}
      >
        <ScopeView scope={tree.scope} level={1} drawing={drawing} />
      </div>
      <div role="status" className="lianban-unseen">
        {said}
      </div>
    </div>
  )
}

function isShown(scope: Scope, id: string): boolean {
  for (const item of [scope.main, ...scope.apart].flatMap((items) => [...itemsOf(items)]))
    if (item.id === id || item.branches.some(({ edge }) => edge.flow?.id === id) || (item.next?.jump != null && item.next.flow?.id === id))
      return true
  return false
}

const SHOWN_REASONS = 3

/** Why the tree is only looked at: which element, with a way to it. */
function Reasons({ reasons, onShow }: { reasons: { elementId: string; text: string }[]; onShow(id: string): void }) {
  const [all, setAll] = useState(false)
  return (
    <Alert
      type="info"
      showIcon
      message="这个流程不是由成对的分支构成,在这里只能查看,请在流程图中修改"
      description={
        <ul className="lianban-reasons">
          {(all ? reasons : reasons.slice(0, SHOWN_REASONS)).map(({ elementId, text }, index) => (
            <li key={`${elementId}${index}`}>
              <Button type="link" size="small" onClick={() => onShow(elementId)}>
                {text}
              </Button>
            </li>
          ))}
          {!all && reasons.length > SHOWN_REASONS && (
            <li>
              <Button type="link" size="small" onClick={() => setAll(true)}>
                另有 {reasons.length - SHOWN_REASONS} 处
              </Button>
            </li>
          )}
        </ul>
      }
    />
  )
}

function ScopeView({ scope, level, drawing }: { scope: Scope; level: number; drawing: Drawing }) {
  return (
    <>
      <Sequence items={scope.main} level={level} drawing={drawing} />
      {scope.apart.length > 0 && (
        <div className="lianban-tree-branches">
          {scope.apart.map((items) => (
            <div key={items[0]!.id} className="lianban-tree-branch lianban-tree-apart">
              <Sequence items={items} level={level} drawing={drawing} />
            </div>
          ))}
        </div>
      )}
    </>
  )
}

function Sequence({ items, level, drawing }: { items: Item[]; level: number; drawing: Drawing }) {
  return (
    <div className="lianban-tree-sequence">
      {items.map((item) => (
        <ItemView key={item.id} item={item} level={level} drawing={drawing} />
      ))}
    </div>
  )
}

function ItemView({ item, level, drawing }: { item: Item; level: number; drawing: Drawing }) {
  const { element, branches, inside, boundary, next } = item
  const { actions, readOnly } = drawing
  return (
    <div className="lianban-tree-item">
      <div className="lianban-tree-row">
        <div className="lianban-tree-axis">
          <Card item={item} level={level} drawing={drawing} />
        </div>
        {boundary.length > 0 && (
          <div className="lianban-tree-borders">
            {boundary.map((path) => (
              <div key={path[0]!.id} className="lianban-tree-border">
                <Sequence items={path} level={level + 1} drawing={drawing} />
              </div>
            ))}
          </div>
        )}
      </div>
      {inside && (
        <div className="lianban-tree-inside" role="group" aria-label={`${titleOf(element)}的内容`}>
          <ScopeView scope={inside} level={level + 1} drawing={drawing} />
        </div>
      )}
      {branches.length > 0 && (
        <>
          <div className="lianban-tree-branches" role="group" aria-label={`${titleOf(element)}的分支`}>
            {branches.map((branch) => (
              <BranchView key={branch.edge.flow?.id} branch={branch} gateway={item} level={level + 1} drawing={drawing} />
            ))}
            {!readOnly && (
              <button type="button" className="lianban-add-branch" onClick={() => actions.addBranch(item.id)}>
                加分支
              </button>
            )}
          </div>
        </>
      )}
      {!endsHere(item) && <Plus at={item.id} actions={actions} readOnly={readOnly} after={`「${titleOf(element)}」`} />}
      <Onwards edge={next} level={level} drawing={drawing} />
    </div>
  )
}

function BranchView({ branch, gateway, level, drawing }: { branch: Branch; gateway: Item; level: number; drawing: Drawing }) {
  const { desk, actions, readOnly, problems, current, marked } = drawing
  const flow = branch.edge.flow!
  return (
    <div className="lianban-tree-branch">
      <TreeCard
        id={flow.id}
        title={flow.name || (isA(gateway.element, 'bpmn:ParallelGateway') ? '并行' : '分支')}
        line={wayWords(flow, desk)}
        icon={iconOf(flow)}
        level={level}
        selected={desk.selected === flow.id}
        tabbable={current === flow.id}
        readOnly={readOnly}
        movable
        removable
        problem={problems.get(flow.id)}
        marked={marked === flow.id}
        actions={actions}
        onSelect={desk.select}
      />
      <Plus isBranch at={flow.id} actions={actions} readOnly={readOnly} after={`分支「${flow.name ?? ''}」`} />
      <Onwards edge={branch.edge} level={level} drawing={drawing} isBranch />
      <Sequence items={branch.items} level={level} drawing={drawing} />
      {branch.edge.jump === null && !endsInside(branch.items) && <div className="lianban-tree-filler" />}
    </div>
  )
}

/** A way that leads to what stands elsewhere. */
function Onwards({ edge, level, drawing, isBranch = false }: { edge: Edge | null; level: number; drawing: Drawing; isBranch?: boolean }) {
  if (!edge?.jump || !edge.flow) return null
  const { desk, actions, readOnly, current, backs, mark } = drawing
  const { id } = edge.flow
  const target = desk.model.elements.get(edge.jump)
  return (
    <JumpCard
      flowId={id}
      target={target ? titleOf(target) : edge.jump}
      targetId={findItem(desk.model.tree!.scope, edge.jump)?.item.id ?? edge.jump}
      isBack={backs.get(edge) ?? false}
      level={level + 1}
      selected={!isBranch && desk.selected === id}
      tabbable={!isBranch && current === id}
      readOnly={readOnly}
      actions={actions}
      onSelect={desk.select}
      onPoint={mark}
    />
  )
}

function Card({ item, level, drawing }: { item: Item; level: number; drawing: Drawing }) {
  const { element } = item
  const { desk, actions, readOnly, problems, numbers, current, marked } = drawing
  return (
    <TreeCard
      id={item.id}
      title={titleOf(element)}
      line={lineOf(element, desk)}
      icon={iconOf(element)}
      level={level}
      selected={desk.selected === item.id}
      tabbable={current === item.id}
      readOnly={readOnly}
      movable={canMove(item)}
      removable={!isA(element, 'bpmn:StartEvent')}
      problem={problems.get(item.id)}
      marked={marked === item.id}
      number={numbers[item.id]}
      actions={actions}
      onSelect={desk.select}
    />
  )
}

/** Who does it, how and by when; or what a node is for. */
function lineOf(element: Moddle, { matter, known }: Desk): string {
  if (isA(element, 'bpmn:UserTask')) return taskSentence(matter, element.id, known)
  if (isA(element, 'bpmn:ServiceTask')) {
    const template = propertyOf(element, 'template')
    return template
      ? `文书:${known.documents.find(({ key }) => key === template)?.name ?? propertyOf(element, 'documentName') ?? template}`
      : '交给其他系统'
  }
  if (isA(element, 'bpmn:BusinessRuleTask')) {
    const decision = element.get<string | undefined>('camunda:decisionRef')
    return decision ? `决策表:${known.decisions.find(({ key }) => key === decision)?.name ?? decision}` : '没有选择决策表'
  }
  return element.name ? (KIND_TITLES[element.$type] ?? '') : ''
}
