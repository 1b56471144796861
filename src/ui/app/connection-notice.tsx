import { Badge } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { live, useConnection } from "../api/live.ts";
import { useSession } from "./session.tsx";

/** A restart takes a second or two: nobody needs to read of that. */
const SAID_AFTER_MS = 2_000;

/** Says when the service is away, and asks for everything anew once it is back. */
export function ConnectionNotice() {
  const client = useQueryClient();
  const connection = useConnection();
  const { expired } = useSession();
  const [said, setSaid] = useState(false);
  useEffect(() => live.onReturn(() => void client.invalidateQueries()), [client]);
  useEffect(() => {
    if (connection !== "away") return setSaid(false);
    const timer = setTimeout(() => setSaid(true), SAID_AFTER_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return (
    <span role="status">
      {said && !expired ? (
        <Badge color="red" size="lg">
          snmpgate is away, trying again
        </Badge>
      ) : null}
    </span>
  );
}
