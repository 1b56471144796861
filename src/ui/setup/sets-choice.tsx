import { SegmentedControl, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface SetsChoiceProps {
  readonly byTest: boolean;
  readonly onChange: (byTest: boolean) => void;
  /** The feature sets. */
  readonly children: ReactNode;
}

/** Feature sets, and whether the test chooses them or somebody does by hand. */
export function SetsChoice({ byTest, onChange, children }: SetsChoiceProps) {
  return (
    <section>
      <Title order={2} mb={4}>
        Feature sets
      </Title>
      <SegmentedControl
        aria-label="How feature sets are chosen"
        value={byTest ? "test" : "hand"}
        onChange={(how) => onChange(how === "test")}
        data={[
          { value: "test", label: "All that the devices have" },
          { value: "hand", label: "Choose by hand" },
        ]}
        mb="xs"
      />
      {children}
    </section>
  );
}
