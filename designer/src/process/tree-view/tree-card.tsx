import { memo, type ReactNode } from 'react'
import { Button, Dropdown, Tooltip } from 'antd'
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
  PlusOutlined,
  SettingOutlined,
  TableOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { isA, type Moddle } from '../model/moddle.ts'
import type { Place } from '../tree/edit-tree.ts'
import { ITEM_KINDS } from '../tree/new-item.ts'
import { DOCUMENT_TOPIC } from '../tree/new-item.ts'
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
  number?: string
  actions: TreeActions
  onSelect(id: string): void
}

/** One node: what it is in one line; its buttons when it is selected or pointed at. */
export const TreeCard = memo(function TreeCard(props: CardProps) {
  const { id, title, line, icon, level, selected, tabbable, readOnly, movable, removable, problem, number, actions, onSelect } = props
  const button = (label: string, image: ReactNode, onClick: () => void, danger = false) => (
    <Tooltip title={label}>
      <Button size="small" type="text" tabIndex={-1} danger={danger} icon={image} aria-label={`${label}「${title}」`} onClick={onClick} />
    </Tooltip>
  )
  return (
    <div className={`lianban-card${selected ? ' lianban-card-selected' : ''}${problem ? ` lianban-card-${problem}` : ''}`}>
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
      {!readOnly && (
        <span className="lianban-card-buttons">
          {movable && button('上移', <ArrowUpOutlined />, () => actions.move(id, -1))}
          {movable && button('下移', <ArrowDownOutlined />, () => actions.move(id, 1))}
          {movable && button('复制', <CopyOutlined />, () => actions.copy(id))}
          {removable && button('删除', <DeleteOutlined />, () => actions.remove(id), true)}
        </span>
      )}
    </div>
  )
})

/** The line between two nodes, with a + that offers the kinds of nodes. */
export function Plus({ place, actions, readOnly, after }: { place: Place; actions: TreeActions; readOnly: boolean; after: string }) {
  if (readOnly) return <div className="lianban-line" />
  const items = [
    ...ITEM_KINDS.map(({ kind, title, help }) => ({ key: kind, label: <span title={help}>{title}</span> })),
    ...(actions.hasClip ? [{ type: 'divider' as const }, { key: 'paste', label: '粘贴' }] : []),
  ]
  const onClick = ({ key }: { key: string }) =>
    key === 'paste' ? actions.paste(place) : actions.insert(place, key as (typeof ITEM_KINDS)[number]['kind'])
  return (
    <div className="lianban-line">
      <Dropdown trigger={['click']} menu={{ items, onClick }}>
        <Button className="lianban-plus" shape="circle" size="small" icon={<PlusOutlined />} aria-label={`在${after}之后加环节`} />
      </Dropdown>
    </div>
  )
}

/** A sign for what kind of node it is. */
export function iconOf(element: Moddle): ReactNode {
  if (isA(element, 'bpmn:UserTask', 'bpmn:ManualTask')) return <UserOutlined />
  if (isA(element, 'bpmn:BusinessRuleTask')) return <TableOutlined />
  if (isA(element, 'bpmn:ServiceTask')) return element.get('camunda:topic') === DOCUMENT_TOPIC ? <FileTextOutlined /> : <SettingOutlined />
  if (isA(element, 'bpmn:ParallelGateway')) return <PartitionOutlined />
  if (isA(element, 'bpmn:Gateway')) return <BranchesOutlined />
  if (isA(element, 'bpmn:SubProcess', 'bpmn:CallActivity')) return <ApartmentOutlined />
  if (isA(element, 'bpmn:StartEvent')) return <PlayCircleOutlined />
  if (isA(element, 'bpmn:EndEvent')) return <FlagOutlined />
  return <ClockCircleOutlined />
}
