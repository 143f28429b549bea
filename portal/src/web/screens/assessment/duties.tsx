import { ASSESSMENT_DUTIES, ASSESSMENT_FAMILIES } from '@lianban/processes/labels'
import type { OptionItem } from '@lianban/forms'
import { App, InputNumber, Select, Table } from 'antd'
import { useEffect, useState } from 'react'
import { asApiError } from '../../api/api-error.ts'
import { assessmentPaths, putDuty, type Duty, type DutyView, type Family } from '../../api/assessment.ts'
import { optionsSource } from '../../api/options.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { minuteText, wallOf } from '../../time.ts'
import { AssessmentTabs } from './assessment-tabs.tsx'
import './assessment.css'

/** Organs of a county that are offered. */
const MAX_ORGANS = 200

/** 责任分工: which unit sets, follows and scores each family of targets, year by year. */
export function Component() {
  useTitle('责任分工')
  const [year, setYear] = useState(() => wallOf(Date.now()).year())
  const { data, error, loading, reload } = useResource<{ items: DutyView[] }>(assessmentPaths.duties(year))
  const mayChange = useSession().rights.includes('assessment:configure')
  return (
    <div className="page">
      <AssessmentTabs current="duties" />
      <div className="page-head">
        <h1>责任分工</h1>
        <InputNumber
          className="year-input"
          aria-label="考核年度"
          min={2000}
          max={2100}
          value={year}
          onChange={(value) => value !== null && setYear(value)}
          suffix="年度"
        />
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && <Duties year={year} items={data.items} mayChange={mayChange} onChanged={reload} />}
      <p className="quiet gap-above">考核方案下达以后,该年度、该类目标的责任分工不再变动。有线等外部单位提供技术支撑,不能承担考核评分。</p>
    </div>
  )
}

interface DutiesProps {
  year: number
  items: DutyView[]
  mayChange: boolean
  onChanged: () => void
}

function Duties({ year, items, mayChange, onChanged }: DutiesProps) {
  const { message } = App.useApp()
  const organs = useOrgans(mayChange)
  const dutyOf = (family: Family, duty: Duty) => items.find((item) => item.family === family && item.duty === duty)
  const save = (family: Family, duty: Duty, organ: string) =>
    putDuty({ year, family, duty, organ }).then(onChanged, (error: unknown) => void message.error(asApiError(error).message))
  const families = Object.keys(ASSESSMENT_FAMILIES) as Family[]
  return (
    <div className="card flush">
      <Table
        rowKey="family"
        size="middle"
        pagination={false}
        scroll={{ x: 880 }}
        dataSource={families.map((family) => ({ family }))}
        columns={[
          { title: '目标类别', dataIndex: 'family', width: 120, render: (family: Family) => ASSESSMENT_FAMILIES[family] },
          ...(Object.keys(ASSESSMENT_DUTIES) as Duty[]).map((duty) => ({
            title: ASSESSMENT_DUTIES[duty],
            key: duty,
            render: (_: unknown, { family }: { family: Family }) => {
              const known = dutyOf(family, duty)
              return (
                <>
                  {mayChange ? (
                    <Select
                      id={`duty-${family}-${duty}`}
                      className="duty-choice"
                      aria-label={`${ASSESSMENT_FAMILIES[family]}的${ASSESSMENT_DUTIES[duty]}单位`}
                      showSearch
                      optionFilterProp="label"
                      placeholder="请选择单位"
                      value={known?.organId}
                      options={organs}
                      onChange={(organ: string) => void save(family, duty, organ)}
                    />
                  ) : (
                    (known?.organName ?? '未登记')
                  )}
                  {known && (
                    <div className="quiet">
                      {known.changedBy} {minuteText(known.changedAt)}
                    </div>
                  )}
                </>
              )
            },
          })),
        ]}
      />
    </div>
  )
}

function useOrgans(wanted: boolean): OptionItem[] {
  const [organs, setOrgans] = useState<OptionItem[]>([])
  useEffect(() => {
    if (wanted) void Promise.resolve(optionsSource.list({ organs: {} }, { limit: MAX_ORGANS })).then(setOrgans, () => setOrgans([]))
  }, [wanted])
  return organs
}
