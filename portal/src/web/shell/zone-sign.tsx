import { useTranslation } from '../i18n.ts'
import { isElsewhere } from '../time.ts'

/** As the page was loaded: devices are not carried to another zone meanwhile. */
const ELSEWHERE = isElsewhere(Date.now())

/** On a device that keeps another time: whose time the pages show. */
export function ZoneSign() {
  const { t } = useTranslation()
  if (!ELSEWHERE) return null
  return (
    <span className="quiet nowrap" title={t('页面中的时间均为北京时间(UTC+8),与本设备的时间不同')} data-testid="zone">
      {t('北京时间')}
    </span>
  )
}
