import { Modal } from "@mantine/core";
import { TextDiff } from "../../parts/text-diff.tsx";

interface Props {
  /** What it began from: `1.0.0`, `the template`. */
  readonly base: string;
  readonly before: string;
  readonly after: string;
  readonly onClose: () => void;
}

/** What was written since, before it is installed. */
export function ChangesDialog({ base, before, after, onClose }: Props) {
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={`Changes to ${base}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <TextDiff before={before} after={after} label={`Differences: − ${base}, + your text`} />
    </Modal>
  );
}
