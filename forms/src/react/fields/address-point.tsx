import { AimOutlined } from '@ant-design/icons'
import type { Field as FormilyField } from '@formily/core'
import { observer, useField } from '@formily/react'
import { toJS } from '@formily/reactive'
import { isBlank } from '@lianban/forms'
import { Button, Input, InputNumber, theme } from 'antd'
import { useState } from 'react'
import { useControl } from '../context.ts'

interface Place {
  address?: string
  longitude?: number
  latitude?: number
}

/** How long a phone may look for satellites, milliseconds. */
const LOCATE_TIMEOUT_MS = 15_000

/** What the browser says when it gives no position, by its code. */
const REFUSALS: Record<number, string> = {
  1: '浏览器未允许取得位置,请在浏览器设置中允许,或直接填写坐标',
  2: '暂时取不到位置,请到开阔处重试,或直接填写坐标',
  3: '取得位置超时,请重试,或直接填写坐标',
}

/** An address with its point, longitude and latitude in degrees: typed, or where the phone is. Nothing is asked of the network. */
export const AddressPoint = observer(() => {
  const { field, binding, placeholder, leave } = useControl()
  const { token } = theme.useToken()
  const formily = useField<FormilyField>()
  const { busy, note, locate } = useLocation()
  const place = (toJS(formily.value) ?? {}) as Place
  const change = (part: Place) => {
    const given = Object.fromEntries(Object.entries({ ...place, ...part }).filter(([, value]) => !isBlank(value)))
    void formily.onInput(Object.keys(given).length > 0 ? given : undefined)
  }
  const status = binding['aria-invalid'] && 'error'
  const degrees = (name: '经度' | '纬度', key: 'longitude' | 'latitude') => (
    <InputNumber<number>
      id={`${binding.id}-${key}`}
      aria-label={`${field.title}${name}`}
      prefix={name}
      value={place[key] ?? null}
      onChange={(value) => change({ [key]: value ?? undefined })}
      onBlur={leave}
      controls={false}
      inputMode="decimal"
      status={status}
      style={{ width: 180 }}
    />
  )
  return (
    <div role="group" aria-labelledby={`${binding.id}-label`}>
      <Input
        {...binding}
        aria-label={`${field.title}详细地址`}
        value={place.address ?? ''}
        onChange={(event) => change({ address: event.target.value })}
        onBlur={() => place.address && leave()}
        placeholder={placeholder ?? '详细地址'}
        status={status}
        autoComplete="off"
      />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: token.marginXS, marginTop: token.marginXS }}>
        {degrees('经度', 'longitude')}
        {degrees('纬度', 'latitude')}
        <Button
          icon={<AimOutlined aria-hidden />}
          loading={busy}
          onClick={() =>
            void locate().then((point) => {
              if (point) change(point)
              if (point) leave()
            })
          }
        >
          取当前位置
        </Button>
      </div>
      <div aria-live="polite" style={{ color: token.colorTextSecondary }}>
        {note}
      </div>
    </div>
  )
})

/** Where the device is, once; WGS 84, which agrees with CGCS2000 to less than a metre. */
function useLocation() {
  const [busy, setBusy] = useState(false)
  const [note, setNote] = useState<string | null>(null)
  const locate = () =>
    new Promise<Required<Omit<Place, 'address'>> | null>((resolve) => {
      if (!('geolocation' in navigator)) {
        setNote('此浏览器不能取得位置,请直接填写坐标')
        return resolve(null)
      }
      setBusy(true)
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          setBusy(false)
          setNote(`已取得当前位置,误差约 ${Math.ceil(coords.accuracy)} 米`)
          resolve({ longitude: sixPlaces(coords.longitude), latitude: sixPlaces(coords.latitude) })
        },
        ({ code }) => {
          setBusy(false)
          setNote(REFUSALS[code] ?? '未取得位置,请直接填写坐标')
          resolve(null)
        },
        { enableHighAccuracy: true, timeout: LOCATE_TIMEOUT_MS, maximumAge: 0 },
      )
    })
  return { busy, note, locate }
}

const sixPlaces = (degrees: number): number => Math.round(degrees * 1e6) / 1e6
