import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { newKey } from '../../api/new-key.ts'
import type { CategoryChoice, Position } from '../../api/linkage.ts'
import { useSession } from '../../session.tsx'
import { CategoryPicker } from './category-picker.tsx'
import { NearHint } from './near-hint.tsx'
import { PhotoRow } from './photo-row.tsx'
import type { TakenPhoto } from './picture.ts'
import { PlacePicker, type System } from './place-picker.tsx'
import type { WaitingReport } from './queue.ts'

type Written = Omit<WaitingReport, 'ownerId' | 'refused'>

interface ReportFormProps {
  categories: CategoryChoice[]
  isOnline: boolean
  onReport(report: Written): Promise<void>
}

interface Draft {
  photos: TakenPhoto[]
  category: string | null
  position: Position | null
  system: System
  place: string
  summary: string
  description: string
  selfHandled: boolean
}

const EMPTY: Draft = {
  ...{ photos: [], category: null, position: null, system: 'wgs84', place: '', summary: '', description: '' },
  ...{ selfHandled: false },
}

/** What keeps it from being sent, field by field. */
function missing({ category, position, place, summary }: Draft): Record<string, string> {
  return {
    ...(category === null && { category: '请选择类别' }),
    ...(position === null && { position: '请取当前位置,或者在地图上点选' }),
    ...(place.trim() === '' && { place: '请填写地点,例如路名、门牌、附近的标志物' }),
    ...(summary.trim().length < 2 && { summary: '请用一句话说明情况' }),
  }
}

/** One report; when it is kept the form is empty for the next. */
export function ReportForm({ categories, isOnline, onReport }: ReportFormProps) {
  const { user } = useSession()
  const [draft, setDraft] = useState(EMPTY)
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [saving, setSaving] = useState(false)
  /** How many were written: the next one begins with nothing chosen. */
  const [nth, setNth] = useState(0)
  const set = (patch: Partial<Draft>) => setDraft((now) => ({ ...now, ...patch }))

  const takePhotos = (photos: TakenPhoto[]) =>
    setDraft((now) => {
      const found = photos.find(({ position }) => position)?.position
      return { ...now, photos, ...(now.position === null && found && { position: found, system: 'wgs84' as const }) }
    })

  const submit = async () => {
    const found = missing(draft)
    setProblems(found)
    if (Object.keys(found).length > 0) return document.getElementById(`report-${Object.keys(found)[0]}`)?.scrollIntoView()
    setSaving(true)
    try {
      await onReport(written(draft))
      draft.photos.forEach(({ url }) => URL.revokeObjectURL(url))
      setDraft(EMPTY)
      setNth((n) => n + 1)
      window.scrollTo(0, 0)
    } finally {
      setSaving(false)
    }
  }

  return (
    <div className="report-form">
      <Field name="photos" label="照片">
        <PhotoRow photos={draft.photos} onChange={takePhotos} />
      </Field>
      <Field name="category" label="类别(必填)" problem={problems.category}>
        <CategoryPicker key={nth} items={categories} value={draft.category} onChange={(category) => set({ category })} />
      </Field>
      <Field name="position" label="位置(必填)" problem={problems.position}>
        <PlacePicker value={draft.position} system={draft.system} onChange={(position, system) => set({ position, system })} />
      </Field>
      <Field name="place" label="地点(必填)" problem={problems.place} htmlFor="place">
        <Input
          id="place"
          value={draft.place}
          maxLength={200}
          onChange={({ target }) => set({ place: target.value })}
          placeholder="例如:人民路12号门前"
        />
      </Field>
      <Field name="summary" label="一句话说明(必填)" problem={problems.summary} htmlFor="summary">
        <Input
          id="summary"
          value={draft.summary}
          maxLength={100}
          onChange={({ target }) => set({ summary: target.value })}
          placeholder="例如:垃圾箱满溢"
        />
      </Field>
      <Field name="description" label="补充说明" htmlFor="description">
        <Input.TextArea
          id="description"
          value={draft.description}
          maxLength={2000}
          rows={2}
          onChange={({ target }) => set({ description: target.value })}
        />
      </Field>
      <div className="report-checks">
        {user.kind === 'staff' && (
          <Checkbox checked={draft.selfHandled} onChange={({ target }) => set({ selfHandled: target.checked })}>
            已当场处置
          </Checkbox>
        )}
      </div>
      {draft.category !== null && draft.position !== null && isOnline && (
        <NearHint category={draft.category} position={draft.position} system={draft.system} />
      )}
      <div className="report-bar">
        <Button type="primary" size="large" block loading={saving} onClick={() => void submit()} data-testid="send-report">
          {isOnline ? '上报' : '保存,联网后发送'}
        </Button>
      </div>
    </div>
  )
}

function written({ photos, category, position, system, place, summary, description, selfHandled }: Draft): Written {
  const takenAt = photos.find((photo) => photo.takenAt)?.takenAt
  return {
    id: newKey(),
    writtenAt: Date.now(),
    body: {
      ...{ category: category!, position: { ...position!, system }, place: place.trim(), summary: summary.trim() },
      ...(description.trim() !== '' && { description: description.trim() }),
      ...(selfHandled && { selfHandled }),
      ...(takenAt && { takenAt }),
    },
    photos: photos.map(({ bytes }) => ({ key: newKey(), bytes })),
  }
}

interface FieldProps {
  name: string
  label: string
  problem?: string
  htmlFor?: string
  children: React.ReactNode
}

function Field({ name, label, problem, htmlFor, children }: FieldProps) {
  return (
    <section className="report-field" id={`report-${name}`}>
      {htmlFor === undefined ? <h2>{label}</h2> : <label htmlFor={htmlFor}>{label}</label>}
      {children}
      {problem !== undefined && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
