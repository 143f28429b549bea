import { Alert, Button, Tabs } from 'antd'
import { useRef, useState, type ReactNode } from 'react'
import type { CaseDetail } from '../api/cases.ts'
import { useKeys } from '../hooks/use-keys.ts'
import { useMarkedFields } from '../hooks/use-marked-fields.ts'
import { minuteText } from '../time.ts'
import { AskedList } from './asked-list.tsx'
import { AssistanceNote } from './assistance-note.tsx'
import { CaseDiagram } from './case-diagram.tsx'
import { CaseForm } from './case-form.tsx'
import { ClockHistory } from './clock-history.tsx'
import { DocumentsList } from './documents-list.tsx'
import { DutiesPanel } from './duties-panel.tsx'
import { EmptyState } from './empty-state.tsx'
import { JointPanel } from './joint/joint-panel.tsx'
import { ParentNote } from './joint/parent-note.tsx'
import { HearingCard } from './hearing-card.tsx'
import { MaterialsPanel } from './materials-panel.tsx'
import { SchemaView } from './schema-form.tsx'
import { CaseTimeline } from './timeline.tsx'
import './desk.css'

interface Props {
  item: CaseDetail
  /** What this step fills in, above the application. */
  children?: ReactNode
  /** Tabs of one desk only. */
  extraTabs?: { key: string; label: string; children: ReactNode }[]
  firstTab?: string
  /** Something of the case was changed here; without it nothing can be. */
  onChange?: () => void
  /** Of the case as it was read: what is told beside it is read with it. */
  revision: number
}

/** A case at a desk: left the papers in tabs, right the time line. */
export function CaseBody({
  item,
  children,
  extraTabs = [],
  firstTab = item.joint && !children ? 'joint' : 'papers',
  onChange,
  revision,
}: Props) {
  const [tab, setTab] = useState(firstTab)
  const [isComparing, setComparing] = useState(false)
  const compare = (on: boolean) => {
    setComparing(on)
    setTab('papers')
  }
  useKeys(
    { v: () => compare(!isComparing) },
    item.materials.some(({ files }) => files.length > 0),
  )
  const beside = isComparing && tab === 'papers'
  return (
    <div className={tab === 'diagram' || beside ? 'case-grid wide' : 'case-grid'}>
      <div>
        <Incidents item={item} />
        <AssistanceNote item={item} />
        <ParentNote parent={item.parent} addressOf={(parentId) => `/cases/${parentId}`} />
        <Tabs
          className="case-tabs"
          activeKey={tab}
          onChange={setTab}
          destroyOnHidden={false}
          items={[
            {
              key: 'papers',
              label: '表单和材料',
              children: (
                <Papers item={item} onChange={onChange} isComparing={isComparing} onCompare={compare}>
                  {children}
                </Papers>
              ),
            },
            ...(item.joint
              ? [{ key: 'joint', label: `并联事项 ${item.joint.children.length}`, children: <JointPanel items={item.joint.children} /> }]
              : []),
            { key: 'diagram', label: '流程图', children: <CaseDiagram caseId={item.id} version={revision} /> },
            {
              key: 'documents',
              label: `文书 ${item.documents.length}`,
              children: (
                <div className="card">
                  <DocumentsList documents={item.documents} />
                </div>
              ),
            },
            { key: 'clock', label: '时限', children: <ClockHistory item={item} /> },
            { key: 'records', label: '办理记录', children: <Records item={item} /> },
            ...extraTabs,
          ]}
        />
      </div>
      <aside className="card case-side" aria-label="办理过程" hidden={beside}>
        <h2>办理过程</h2>
        <CaseTimeline caseId={item.id} version={revision} />
      </aside>
    </div>
  )
}

const TOLD = { supplement: '一次性告知', correction: '告知当场更正', advice: '提出预审意见' } as const
const TOLD_TITLES = { supplement: '补正告知', correction: '当场更正', advice: '预审意见' } as const

interface PapersProps {
  item: CaseDetail
  children?: ReactNode
  onChange?: () => void
  isComparing: boolean
  onCompare: (on: boolean) => void
}

/** Forms and materials, one above the other or side by side: then a paper shows which fields it proves, and a field its paper. */
function Papers({ item, children, onChange, isComparing, onCompare }: PapersProps) {
  const forms = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const { materials } = item
  const papers = materials.filter(({ files }) => files.length > 0)
  const shown = papers.find(({ files }) => files.some(({ fileId }) => fileId === chosen)) ?? papers[0]
  useMarkedFields(forms, isComparing && shown ? shown.proves : [])
  const showPaperOf = ({ target }: { target: EventTarget }) => {
    const path = isComparing && target instanceof Element ? target.closest('[data-field]')?.getAttribute('data-field') : null
    const paper = papers.find(({ proves }) => path && proves.includes(path))
    if (paper && paper !== shown) setChosen(paper.files[0]!.fileId)
  }
  return (
    <div className={isComparing ? 'papers comparing' : 'papers'}>
      <div ref={forms} onClick={showPaperOf}>
        {children}
        <DutiesPanel item={item} onChange={onChange} />
        <HearingCard item={item} asStaff onDone={() => onChange?.()} />
        {item.supplement && (
          <section className="card">
            <h2>{TOLD_TITLES[item.supplement.kind]}</h2>
            <p className="quiet">
              {minuteText(item.supplement.notifiedAt)} {TOLD[item.supplement.kind]}
              {item.supplement.supplementedAt ? `,${minuteText(item.supplement.supplementedAt)} 申请人已提交` : ',申请人尚未提交'}
            </p>
            <AskedList item={item} />
          </section>
        )}
        <CaseForm item={item} />
      </div>
      <section className="card papers-materials">
        <div className="spread gap-below">
          <h2>材料</h2>
          {papers.length > 0 && (
            <Button size="small" aria-pressed={isComparing} onClick={() => onCompare(!isComparing)} title="v" data-testid="compare">
              {isComparing ? '退出对照' : '与表单对照'}
            </Button>
          )}
        </div>
        {isComparing && shown && shown.proves.length > 0 && (
          <p className="quiet">
            {shown.name}对应左侧标出的 {shown.proves.length} 项
          </p>
        )}
        <MaterialsPanel item={item} onChange={onChange} isStacked={isComparing} chosen={chosen} onChoose={setChosen} />
      </section>
    </div>
  )
}

function Records({ item: { records = [] } }: { item: CaseDetail }) {
  if (records.length === 0) {
    return (
      <div className="card">
        <EmptyState title="还没有办理记录">审查、核查等环节填写的内容会列在这里</EmptyState>
      </div>
    )
  }
  return records.map(({ elementId, stepName, actorName, at, form }) => (
    <div key={`${elementId}-${at}`} className="record">
      <SchemaView title={stepName} schema={form.schema} values={form.values} access={form.access} />
      <p className="quiet record-foot">
        {actorName} · {minuteText(at)} 填写
      </p>
    </div>
  ))
}

function Incidents({ item }: { item: CaseDetail }) {
  return item.incidents.map(({ id, message, at }) => (
    <Alert
      key={id}
      type="warning"
      showIcon
      className="gap-below"
      message={message}
      description={`${minuteText(at)} 起等待系统管理员处理,处理后自动继续`}
    />
  ))
}
