import { Badge, type BadgeProps } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconClock } from "@tabler/icons-react";
import { statusWords, TONE_COLOR, type Tone } from "../words/status.ts";

const ICON = {
  ok: IconCircleCheck,
  pending: IconClock,
  warning: IconAlertTriangle,
  error: IconCircleX,
} as const;

/** A status in words and shape; the colour only helps. @param code  of a device, as `DEVICE_CONNECTION_ERROR` */
export function StatusBadge({ code, ...rest }: { readonly code: string } & BadgeProps) {
  const { tone, label, meaning } = statusWords(code);
  return (
    <ToneBadge tone={tone} title={meaning} {...rest}>
      {label}
    </ToneBadge>
  );
}

export interface ToneBadgeProps extends BadgeProps {
  readonly tone: Tone;
  readonly title?: string;
}

export function ToneBadge({ tone, children, ...rest }: ToneBadgeProps) {
  const Icon = ICON[tone];
  return (
    <Badge color={TONE_COLOR[tone]} leftSection={<Icon size={13} stroke={2} aria-hidden />} {...rest}>
      {children}
    </Badge>
  );
}
