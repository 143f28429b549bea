import { memo, useRef, useState, type ReactNode } from 'react'
import { Dropdown } from 'antd'
import {
  ApartmentOutlined,
  ArrowDownOutlined,
  ArrowUpOutlined,
  BranchesOutlined,
  ClockCircleOutlined,
  CopyOutlined,
  DeleteOutlined,
  FileTextOutlined,
  FlagOutlined,
  PartitionOutlined,
  PlayCircleOutlined,
  SettingOutlined,
  TableOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { isA, titleOf, type Moddle } from '../model/moddle.ts'
import type { Place } from '../tree/edit-tree.ts'
import { DOCUMENT_TOPIC, ITEM_KINDS, type ItemKind } from '../tree/new-item.ts'
import { focusCard } from './find-card.ts'
import type { TreeActions } from './tree-actions.ts'

export interface CardProps {
  id: string
  title: string
  /** Who, how and by when; or what it does. */
  line: string
  icon: ReactNode
  level: number
  selected: boolean
  /** One card is in the tab order. */
  tabbable: boolean
  readOnly: boolean
  movable: boolean
  removable: boolean
  /** Something is wrong with it. */
  problem?: 'error' | 'warning'
  /** A way that is looked at leads to it. */
  marked: boolean
  number?: string
  actions: TreeActions
  onSelect(id: string): void
}

/** One node: what it is in one line; its buttons when it is selected or pointed at. */
export const TreeCard = memo(function TreeCard(props: CardProps) {
  const { id, title, line, icon, level, selected, tabbable, readOnly, problem, marked, number, onSelect } = props
  const [pointed, setPointed] = useState(false)
  return (
    <div
      className={[
        'lianban-card',
        ...(selected ? ['lianban-card-selected'] : []),
        ...(marked ? ['lianban-card-target'] : []),
        ...(problem ? [`lianban-card-${problem}`] : []),
      ].join(' ')}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
    >
      <div
        className="lianban-card-body"
        role="treeitem"
        aria-level={level}
        aria-selected={selected}
        tabIndex={tabbable ? 0 : -1}
        data-node={id}
        onClick={() => onSelect(id)}
        onFocus={() => onSelect(id)}
      >
        <span className="lianban-card-icon" aria-hidden="true">
          {icon}
        </span>
        <span className="lianban-card-text">
          <strong>{title}</strong>
          {line && <span>{line}</span>}
          {problem && <span className="lianban-said">{problem === 'error' ? '有问题,见下方列表' : '请核对,见下方列表'}</span>}
        </span>
        {number && <span className="lianban-number">{number}</span>}
      </div>
      {!readOnly && (selected || pointed) && <CardButtons {...props} />}
    </div>
  )
})

/** What the keyboard does too; only one card at a time has them, a large tree would be slow with them all. */
function CardButtons({ id, title, movable, removable, actions }: CardProps) {
  const button = (label: string, image: ReactNode, onClick: () => void, danger = false) => (
    <button
      type="button"
      tabIndex={-1}
      className={danger ? 'lianban-danger' : undefined}
      title={label}
      aria-label={`${label}「${title}」`}
      onClick={onClick}
    >
      {image}
    </button>
  )
  return (
    <span className="lianban-card-buttons">
      {movable && button('上移', <ArrowUpOutlined />, () => actions.move(id, -1))}
      {movable && button('下移', <ArrowDownOutlined />, () => actions.move(id, 1))}
      {movable && button('复制', <CopyOutlined />, () => actions.copy(id))}
      {removable && button('删除', <DeleteOutlined />, () => actions.remove(id), true)}
    </span>
  )
}

interface PlusProps {
  /** The node behind which, or the flow of the branch in which first. */
  at: string
  isBranch?: boolean
  actions: TreeActions
  readOnly: boolean
  after: string
}

/** The line between two nodes, with a + that offers the kinds of nodes; the menu is made when it is asked for. */
export const Plus = memo(function Plus({ at, isBranch = false, actions, readOnly, after }: PlusProps) {
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  if (readOnly) return <div className="lianban-line" />
  const place: Place = isBranch ? { branch: at } : { after: at }
  const button = (
    <button
      ref={opener}
      type="button"
      className="lianban-plus"
      aria-label={`在${after}之后加环节`}
      data-menu={at}
      aria-haspopup="menu"
      aria-expanded={open}
      onClick={() => setOpen(true)}
    >
      +
    </button>
  )
  const items = () => [
    ...ITEM_KINDS.map(({ kind, title, help }) => ({ key: kind, label: title, title: help })),
    ...wayBackMenu(actions.wayBackTargets(place)),
    ...(actions.hasClip() ? [{ type: 'divider' as const }, { key: 'paste', label: '粘贴' }] : []),
  ]
  const close = () => {
    setOpen(false)
    focusCard(opener.current, at)
  }
  const onClick = ({ key }: { key: string }) => {
    close()
    if (key === 'paste') actions.paste(place)
    else if (key.startsWith(BACK)) actions.addWayBack(place, key.slice(BACK.length))
    else actions.insert(place, key as ItemKind)
  }
  return (
    <div className="lianban-line">
      {open ? (
        <Dropdown open autoFocus trigger={['click']} menu={{ items: items(), onClick }} onOpenChange={(next) => !next && close()}>
          {button}
        </Dropdown>
      ) : (
        button
      )}
    </div>
  )
})

const BACK = 'back:'

/** The steps that the branch may lead back to, if it may. */
const wayBackMenu = (targets: Moddle[]) =>
  targets.length === 0
    ? []
    : [
        { type: 'divider' as const },
        {
          key: 'back',
          label: '回到',
          title: '这一条分支退回前面的环节',
          children: targets.map((one) => ({ key: `${BACK}${one.id}`, label: titleOf(one) })),
        },
      ]

/** A sign for what kind of node it is. */
export function iconOf(element: Moddle): ReactNode {
  if (isA(element, 'bpmn:UserTask', 'bpmn:ManualTask')) return ICONS.person
  if (isA(element, 'bpmn:BusinessRuleTask')) return ICONS.table
  if (isA(element, 'bpmn:ServiceTask')) return element.get('camunda:topic') === DOCUMENT_TOPIC ? ICONS.document : ICONS.system
  if (isA(element, 'bpmn:ParallelGateway')) return ICONS.parallel
  if (isA(element, 'bpmn:Gateway', 'bpmn:SequenceFlow')) return ICONS.branch
  if (isA(element, 'bpmn:SubProcess', 'bpmn:CallActivity')) return ICONS.group
  if (isA(element, 'bpmn:StartEvent')) return ICONS.start
  if (isA(element, 'bpmn:EndEvent')) return ICONS.end
  return ICONS.wait
}

/** Made once, so that a card that says the same is not drawn again. */
const ICONS = {
  person: <UserOutlined />,
  table: <TableOutlined />,
  document: <FileTextOutlined />,
  system: <SettingOutlined />,
  parallel: <PartitionOutlined />,
  branch: <BranchesOutlined />,
  group: <ApartmentOutlined />,
  start: <PlayCircleOutlined />,
  end: <FlagOutlined />,
  wait: <ClockCircleOutlined />,
}
