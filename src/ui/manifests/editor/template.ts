/** Something that polls any switch, to begin with. */
export const TEMPLATE = `name: custom:my-switch
version: 1.0.0
minDynatraceVersion: "1.256"
author:
  name: me

# What is polled: groups, and in them subgroups. A subgroup with table: true gives lines for each row.
snmp:
  - group: device
    interval:
      minutes: 1
    dimensions:
      - key: sys.name
        value: oid:1.3.6.1.2.1.1.5.0
    metrics:
      - key: my.switch.uptime
        value: oid:1.3.6.1.2.1.1.3.0
        type: gauge
    subgroups:
      - subgroup: interfaces
        table: true
        featureSet: Interfaces
        dimensions:
          - key: if.name
            value: oid:1.3.6.1.2.1.31.1.1.1.1
          - key: if.alias
            value: oid:1.3.6.1.2.1.31.1.1.1.18
        metrics:
          - key: my.switch.if.bytes_in.count
            value: oid:1.3.6.1.2.1.31.1.1.1.6
            type: count
          - key: my.switch.if.bytes_out.count
            value: oid:1.3.6.1.2.1.31.1.1.1.10
            type: count

# What metrics are called. Those that begin with func: are calculated.
metrics:
  - key: my.switch.uptime
    metadata:
      displayName: Uptime
      unit: Unspecified
      description: Hundredths of a second since the agent started
  - key: my.switch.if.bytes_in.count
    metadata:
      displayName: Octets in
      unit: Byte
  - key: my.switch.if.bytes_out.count
    metadata:
      displayName: Octets out
      unit: Byte
  - key: func:my.switch.if.in.bits
    metadata:
      displayName: Traffic in
      unit: BitPerSecond
    query:
      metricSelector: (my.switch.if.bytes_in.count * 8):rate(1s)

# Which entities the lines tell about, and how they relate.
topology:
  types:
    - name: my:switch
      displayName: Switch
      enabled: true
      rules:
        - idPattern: my_switch_{device.address}
          instanceNamePattern: "{sys.name}"
          sources:
            - sourceType: Metrics
              condition: $prefix(my.switch.)
          requiredDimensions:
            - key: sys.name
          attributes: []
    - name: my:interface
      displayName: Interface
      enabled: true
      rules:
        - idPattern: my_interface_{device.address}_{if.name}
          instanceNamePattern: "{if.name}"
          sources:
            - sourceType: Metrics
              condition: $prefix(my.switch.if.)
          requiredDimensions:
            - key: if.name
          attributes:
            - key: alias
              displayName: Alias
              pattern: "{if.alias}"
  relationships:
    - fromType: my:interface
      typeOfRelation: RUNS_ON
      toType: my:switch
      sources:
        - sourceType: Metrics
          condition: $prefix(my.switch.if.)
`;
