using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.Notifications
{
    /// <inheritdoc />
    public partial class ChannelPolicy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ChannelRules",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    Position = table.Column<int>(type: "integer", nullable: false),
                    Fields = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    CreatedAt = table.Column<DateTime>(
                        type: "timestamp with time zone",
                        nullable: false
                    ),
                    Version = table.Column<int>(type: "integer", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ChannelRules", x => x.Id);
                }
            );

            migrationBuilder.CreateTable(
                name: "Tellings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    IncidentId = table.Column<Guid>(type: "uuid", nullable: false),
                    EventId = table.Column<Guid>(type: "uuid", nullable: false),
                    Moment = table.Column<string>(
                        type: "character varying(40)",
                        maxLength: 40,
                        nullable: true
                    ),
                    Audience = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    Kind = table.Column<string>(
                        type: "character varying(40)",
                        maxLength: 40,
                        nullable: false
                    ),
                    Address = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    Rule = table.Column<string>(
                        type: "character varying(200)",
                        maxLength: 200,
                        nullable: false
                    ),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DeliveryId = table.Column<Guid>(type: "uuid", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Tellings", x => x.Id);
                }
            );

            migrationBuilder.CreateIndex(name: "IX_Tellings_At", table: "Tellings", column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_Tellings_EventId_Address_Audience",
                table: "Tellings",
                columns: new[] { "EventId", "Address", "Audience" },
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_Tellings_IncidentId_At",
                table: "Tellings",
                columns: new[] { "IncidentId", "At" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "ChannelRules");

            migrationBuilder.DropTable(name: "Tellings");
        }
    }
}
